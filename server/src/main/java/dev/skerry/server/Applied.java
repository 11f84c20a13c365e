package dev.skerry.server;

import dev.skerry.kernel.Refusal;

/// What became of a message.
public sealed interface Applied {
    /// It is in the log and in the state that everyone reads.
    ///
    /// @param index of the log; [Leader#now] is at least there
    record Done(long index) implements Applied {}

    /// It was declined; nothing has changed.
    record Refused(Refusal refusal) implements Applied {}
}
