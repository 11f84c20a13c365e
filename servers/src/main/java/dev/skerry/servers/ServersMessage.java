package dev.skerry.servers;

import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;

/// What can be asked about the servers of the control plane.
public sealed interface ServersMessage {
    /// One more server may join, once.
    ///
    /// @param hash of the token's secret, which whoever asks has drawn
    /// @param lifeMs from now on, 1 minute to 24 hours
    record IssueToken(String hash, long lifeMs) implements ServersMessage {}

    /// A server comes with a token, which is spent with it. Which id it has got, the state says.
    record Join(String tokenHash, Member.Addresses addresses, ServerBuild build)
            implements ServersMessage {}

    /// The first server of a control plane says where it is. Harmless when there is one already.
    record Found(Member.Addresses addresses, ServerBuild build) implements ServersMessage {}

    /// A member is elsewhere by now, or runs another version. Harmless when neither is so.
    record Moved(String id, Member.Addresses addresses, ServerBuild build)
            implements ServersMessage {}

    /// All that is known is about to be given out in one file.
    record BackUp() implements ServersMessage {}

    /// It belongs to the control plane no more, and never will again under this id.
    record Remove(String id) implements ServersMessage {}
}
