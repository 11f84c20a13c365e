package dev.skerry.servers.codec;

import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerToken;

/// A piece of the saved state in a file. What follows from other pieces is not in it.
public sealed interface ServersRecord {
    /// Comes first.
    ///
    /// @param last the number of the newest server that there ever was
    /// @param logFormat the newest format of the facts that are in the log
    record Header(int format, long last, long tickMs, int logFormat) implements ServersRecord {}

    record OfMember(Member member) implements ServersRecord {}

    record OfToken(ServerToken token) implements ServersRecord {}

    /// Comes last: without it the file is torn.
    ///
    /// @param records in the file before this one
    record End(long records) implements ServersRecord {}
}
