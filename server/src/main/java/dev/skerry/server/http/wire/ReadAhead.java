package dev.skerry.server.http.wire;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What comes from a client, in pieces. While an answer is waited for, another thread reads on: who
/// leaves is noticed by it, and what has come meanwhile is there for the next request.
///
/// One thread reads at a time. Reading cannot be called off, so one that has begun ahead is waited
/// for by whoever needs the next piece.
final class ReadAhead {
    /// Whoever sends more before he has his answer does not wait for it.
    static final int EARLY_BYTES_MAX = 64 * 1024;

    private final DataReader from;
    private final Deque<byte[]> early = new ArrayDeque<>();
    private int earlyBytes;
    private boolean ahead;

    /// Told once that the client has left; null: nobody wants to know.
    private @Nullable Runnable gone;

    /// Why no more comes.
    private @Nullable RuntimeException failure;

    ReadAhead(DataReader from) {
        this.from = from;
    }

    /// The next piece, as soon as there is one. For the connection's own thread.
    byte[] next() {
        synchronized (this) {
            awaitAhead();
            var piece = early.poll();
            if (piece != null) {
                earlyBytes -= piece.length;
                return piece;
            }
            if (failure != null) throw failure;
        }
        return read();
    }

    private synchronized void awaitAhead() {
        try {
            while (early.isEmpty() && ahead) wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the server stops", e);
        }
    }

    private byte[] read() {
        from.ensureAvailable();
        return from.readBytes(from.available());
    }

    /// Begins to look whether the client is there. For the connection's own thread.
    ///
    /// @param gone is run once, perhaps by another thread, when it is not
    synchronized void watch(Runnable gone) {
        if (failure != null || earlyBytes > EARLY_BYTES_MAX) {
            gone.run();
            return;
        }
        this.gone = gone;
        if (ahead) return;
        ahead = true;
        Thread.ofVirtual().name("api-ahead").start(this::ahead);
    }

    /// Nobody wants to know any more.
    synchronized void unwatch() {
        gone = null;
    }

    private void ahead() {
        boolean on = true;
        while (on) {
            try {
                on = came(read());
            } catch (RuntimeException e) {
                on = failed(e);
            }
        }
    }

    /// @return whether to read on
    private synchronized boolean came(byte[] piece) {
        early.add(piece);
        earlyBytes += piece.length;
        if (earlyBytes > EARLY_BYTES_MAX) tell();
        return goesOn();
    }

    /// The system tells every now and then that nothing has come.
    private synchronized boolean failed(RuntimeException why) {
        if (!HeardBytes.quiet(why)) {
            failure = why;
            tell();
        }
        return goesOn();
    }

    private void tell() {
        var told = gone;
        gone = null;
        if (told != null) told.run();
    }

    private boolean goesOn() {
        ahead = gone != null;
        notifyAll();
        return ahead;
    }
}
