package dev.skerry.server.http;

import dev.skerry.server.http.wire.Requests;
import java.util.function.BooleanSupplier;

/// The time in which a connection's thread waits, or writes, for a client. It is interrupted when
/// the client has left, although nothing may be written to it for hours; and when the client is let
/// in no more, which is looked at every second.
final class WhileThere implements AutoCloseable {
    private final Requests reads;
    private final Thread thread = Thread.currentThread();
    private final long sinceNs = System.nanoTime();
    private volatile BooleanSupplier stands = () -> true;
    private boolean gone;
    private boolean over;

    WhileThere(Requests reads) {
        this.reads = reads;
        reads.watch(this::end);
    }

    /// @param stands whether the client is let in still; for any thread
    void as(BooleanSupplier stands) {
        this.stands = stands;
    }

    /// Ends it when the client is let in no more. For other threads.
    ///
    /// @param leastNs for so long nobody looks
    void look(long leastNs) {
        if (System.nanoTime() - sinceNs >= leastNs && !stands.getAsBoolean()) end();
    }

    private synchronized void end() {
        if (over || gone) return;
        gone = true;
        thread.interrupt();
    }

    /// Whether nobody waits any more.
    synchronized boolean gone() {
        return gone;
    }

    /// The thread goes on with something else, for which it is not interrupted.
    @Override
    public void close() {
        reads.unwatch();
        synchronized (this) {
            over = true;
            if (gone) Thread.interrupted();
        }
    }
}
