package dev.skerry.server.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/// Carries bytes both ways between two connections until one of them ends; then both have.
///
/// What is on its way is one piece each way. An end that does not take it for [#STALLED_MAX] is as
/// good as gone: whoever does not read would hold the connection of another server for ever.
public final class Relay {
    public static final Duration STALLED_MAX = Duration.ofMinutes(2);

    private static final int PIECE_BYTES = 16 * 1024;
    private static final int LOOKS = 8;

    private Relay() {}

    /// One end of it.
    ///
    /// @param close ends it, and what is waited for on it
    /// @param cut the same, though the last that was said does not arrive
    public record Side(InputStream in, OutputStream out, Runnable close, Runnable cut) {
        public static Side of(Socket socket) throws IOException {
            return new Side(
                    socket.getInputStream(),
                    socket.getOutputStream(),
                    () -> quietly(socket),
                    () -> part(socket));
        }

        /// The same, read in another way.
        public Side reading(InputStream other) {
            return new Side(other, out, close, cut);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it has gone
        }
    }

    /// TLS would wait with its last word for whatever is being written.
    private static void part(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // it has gone
        }
        quietly(socket);
    }

    /// Returns when both ways are over.
    public static void between(Side one, Side other) throws InterruptedException {
        between(one, other, STALLED_MAX);
    }

    /// @param stalledMax a piece that is not taken for so long, or an eighth of it longer, ends it
    static void between(Side one, Side other, Duration stalledMax) throws InterruptedException {
        var there = new Way(one, other);
        var back = new Way(other, one);
        var threads =
                new Thread[] {
                    Thread.ofVirtual().name("relay").start(there::carry),
                    Thread.ofVirtual().name("relay").start(back::carry)
                };
        long lookMs = Math.max(1, stalledMax.toMillis() / LOOKS);
        try {
            for (var thread : threads) {
                while (!thread.join(Duration.ofMillis(lookMs))) {
                    if (there.stalled(stalledMax) || back.stalled(stalledMax)) there.cut();
                }
            }
        } catch (InterruptedException e) {
            there.cut();
            throw e;
        }
    }

    /// From one end to the other.
    private static final class Way {
        private final Side from;
        private final Side to;

        /// Since when a piece waits to be taken; 0: none does.
        private volatile long waitingNs;

        Way(Side from, Side to) {
            this.from = from;
            this.to = to;
        }

        boolean stalled(Duration max) {
            long since = waitingNs;
            return since != 0 && System.nanoTime() - since > max.toNanos();
        }

        void cut() {
            from.cut.run();
            to.cut.run();
        }

        void carry() {
            var piece = new byte[PIECE_BYTES];
            try {
                for (int read = from.in.read(piece); read >= 0; read = from.in.read(piece)) {
                    waitingNs = System.nanoTime() | 1;
                    to.out.write(piece, 0, read);
                    to.out.flush();
                    waitingNs = 0;
                }
            } catch (IOException | RuntimeException _) {
                // one of them has gone, and so does the other
            } finally {
                from.close.run();
                to.close.run();
            }
        }
    }
}
