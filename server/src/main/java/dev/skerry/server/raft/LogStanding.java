package dev.skerry.server.raft;

import java.util.List;
import java.util.Map;

/// How the log stands, as far as this server knows.
///
/// @param leader the id of the server that leads; empty: nobody does, or it is not known
/// @param heard this server leads, or has heard the one that does just now
/// @param term the last that it has heard of
/// @param members the servers whose votes count, by their ids, with the addresses that are known
/// @param committed how far this server knows the log to be
/// @param followers of this server, while it leads
public record LogStanding(
        String leader,
        boolean heard,
        long term,
        Map<String, String> members,
        long committed,
        List<Behind> followers) {
    /// @param committed how far its log is known to be committed
    /// @param silentMs since it has answered last
    public record Behind(String server, long committed, long silentMs) {}
}
