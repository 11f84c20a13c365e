package dev.skerry.server;

import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.events.RoomEvents;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.servers.server.ServersStanding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rooms, the HTTP API and the pages are built on.
///
/// @param leader takes messages, shows the state
/// @param streams from nodes, over their links
/// @param authority makes join tokens
/// @param clock the servers' time
/// @param tls of the API and the pages; null: they speak plain HTTP
/// @param rooms what is served beside the server itself
/// @param events of all of them
/// @param standing of the servers, as this one sees it
/// @param elsewhere where clients are answered that this server does not answer itself
public record ServerParts(
        Leader leader,
        NodeStreams streams,
        Authority authority,
        ServerMetrics metrics,
        ServerClock clock,
        ServerSettings settings,
        @Nullable ServerTls tls,
        List<ServerRoom> rooms,
        RoomEvents events,
        ServersStanding standing,
        Elsewhere elsewhere) {
    /// What the room says that knows which keys have to sign what; without one nothing has to be.
    public Signing signing() {
        for (var room : rooms) {
            var signing = room.signing(this);
            if (signing != null) return signing;
        }
        return Signing.NONE;
    }
}
