package dev.skerry.server;

import dev.skerry.server.link.LogStreams;
import dev.skerry.server.trust.Authority;
import java.util.List;

/// What rooms, the HTTP API and the pages are built on.
///
/// @param leader takes messages, shows the state
/// @param logs reads the output of tasks over the links
/// @param authority makes join tokens
/// @param clock the servers' time
/// @param rooms what is served beside the server itself
public record ServerParts(
        Leader leader,
        LogStreams logs,
        Authority authority,
        ServerMetrics metrics,
        ServerClock clock,
        ServerSettings settings,
        List<ServerRoom> rooms) {}
