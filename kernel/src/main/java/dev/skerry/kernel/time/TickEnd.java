package dev.skerry.kernel.time;

import dev.skerry.kernel.Refusal;

/// What has become of the message to a room that time has passed.
public sealed interface TickEnd {
    /// It is in the log, or there was nothing to be written.
    record Taken() implements TickEnd {}

    /// Nobody knows: it was on its way when its leader was none any more.
    record Lost() implements TickEnd {}

    /// The room, or the log, has declined it.
    record Refused(Refusal refusal) implements TickEnd {}

    /// The room has failed on it, by a fault of ours.
    ///
    /// @param why as a sentence
    record Failed(String why) implements TickEnd {}
}
