package dev.skerry.http;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import java.time.Duration;

/// The way of routes to their own room, and to no other.
///
/// @param <S> the room's state
/// @param <M> its messages
public interface Door<S, M> {
    /// Asks for a change, and waits until it is certain.
    ///
    /// @param caller of the request; who it was stands in the log beside what was decided
    /// @return the index of the log that the change is at
    /// @throws Declined when it is refused, or when it is not known what became of it
    long submit(M message, Caller caller) throws InterruptedException, Declined;

    /// The state as it is.
    StateAt<S> now();

    /// The state once it is past that index, or as it is when the time is over.
    ///
    /// @throws Declined when too many wait already
    StateAt<S> awaitNewer(long index, Duration timeout) throws InterruptedException, Declined;

    /// The servers' clock.
    Now time();

    /// Whether this server decides.
    boolean leads();
}
