package dev.skerry.server.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Carries bytes both ways between two connections until one of them ends; then both have.
public final class Relay {
    private static final int PIECE_BYTES = 16 * 1024;

    private Relay() {}

    /// One end of it.
    ///
    /// @param close ends it, and what is waited for on it
    public record Side(InputStream in, OutputStream out, Runnable close) {}

    /// Returns when both ways are over.
    public static void between(Side one, Side other) throws InterruptedException {
        var back = Thread.ofVirtual().name("relay").start(() -> carry(other, one));
        carry(one, other);
        back.join();
    }

    private static void carry(Side from, Side to) {
        var piece = new byte[PIECE_BYTES];
        try {
            for (int read = from.in.read(piece); read >= 0; read = from.in.read(piece)) {
                to.out.write(piece, 0, read);
                to.out.flush();
            }
        } catch (IOException | RuntimeException _) {
            // one of them has gone, and so does the other
        } finally {
            from.close.run();
            to.close.run();
        }
    }
}
