package dev.skerry.servers.server;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;

/// Gives out all that a server has, in one file.
@FunctionalInterface
public interface CellBackup {
    /// @param index of the log that it has to be true at, or later
    /// @throws Declined when there is none now
    Taken take(long index) throws InterruptedException, Declined;

    /// @param index of the log that it is true at
    record Taken(long index, Answer.Writer writer) {}
}
