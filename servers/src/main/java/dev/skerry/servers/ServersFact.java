package dev.skerry.servers;

import dev.skerry.kernel.Told;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.ServerToken;
import java.util.List;

/// What can have happened to the servers of the control plane. Written to the log, so only added
/// to, never changed. No fact has a secret: of a token's there is the hash.
public sealed interface ServersFact extends Told.About {
    @Override
    default String about() {
        return switch (this) {
            case TokenIssued _, TokensForgotten _, CellBackedUp _ -> "";
            case ServerJoined(var member, _) -> "server " + member.id();
            case ServerMoved(var id, _, _) -> "server " + id;
            case ServerRemoved(var id) -> "server " + id;
        };
    }

    record TokenIssued(ServerToken token) implements ServersFact {}

    /// They have ended, and nobody who comes with them is told so any more.
    record TokensForgotten(List<String> hashes) implements ServersFact {
        public TokensForgotten {
            hashes = List.copyOf(hashes);
        }
    }

    /// @param tokenHash what it has come with, which lets no other in; empty: it is the first one
    record ServerJoined(Member member, String tokenHash) implements ServersFact {}

    /// It is elsewhere by now, or runs another version.
    record ServerMoved(String id, Member.Addresses addresses, ServerBuild build)
            implements ServersFact {}

    /// The token that it had joined with is forgotten with it.
    record ServerRemoved(String id) implements ServersFact {}

    /// All that was known was given out in one file, with the key of the authority. It changes
    /// nothing, and is here so that it is known.
    record CellBackedUp(long wallMs) implements ServersFact {}
}
