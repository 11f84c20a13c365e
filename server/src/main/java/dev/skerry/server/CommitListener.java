package dev.skerry.server;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;

/// Told of every entry of the log, in order, on a thread of its own. It must be quick and never
/// waits for an answer of the leader: a listener that falls far behind holds the log up.
public interface CommitListener {
    /// @param batch an empty one: it is the state from which the listener starts, or starts anew
    ///   since this server leads from now on
    void committed(long index, Batch batch, House after);

    /// This server leads from now on, or no more. Told in order with the entries.
    default void leads(boolean leads) {}
}
