package dev.skerry.server.http.load;

import dev.skerry.http.Request;
import dev.skerry.server.strangers.Portions;
import java.io.IOException;
import java.io.InputStream;

/// The memory of all bodies that are under way on one server: those that come, and those whose
/// request is answered. It is taken piece by piece, before it is allocated, so that whoever only
/// says that much will come has none of it.
public final class BodyBudget {
    /// Of the heap: one part of so many.
    private static final int HEAP_PARTS = 16;

    private static final long BYTES_MIN = 8L * 1024 * 1024;
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    /// One caller's, of the whole: one part of so many.
    private static final int SHARES = 4;

    /// While a body is copied to where there is room for more of it, it is there twice.
    private static final long SHARE_MIN = 3L * Request.BODY_BYTES_MAX;

    private static final int FIRST_BYTES = 4 * 1024;

    private final Portions<String> bytes;

    /// @param all bytes for the bodies of everybody
    public BodyBudget(long all) {
        bytes = new Portions<>(all, Math.max(all / SHARES, SHARE_MIN));
    }

    /// Of a server with the heap of this process.
    public static BodyBudget ofHeap() {
        long part = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
        return new BodyBudget(Math.clamp(part, BYTES_MIN, BYTES_MAX));
    }

    /// For one request.
    ///
    /// @param owner whose share it is of
    public Held of(String owner) {
        return new Held(owner);
    }

    /// There is no memory for more of the body.
    public static final class OverBudget extends Exception {
        private static final long serialVersionUID = 1;

        OverBudget() {
            super("the memory for bodies is used up");
        }
    }

    /// What one request has of it, until it is answered.
    public final class Held implements AutoCloseable {
        private final String owner;
        private long held;

        private Held(String owner) {
            this.owner = owner;
        }

        /// Reads a body to its end, or to so many bytes.
        ///
        /// @param declared as many are said to come; -1: nothing is said
        /// @param most so many are read at most
        public byte[] read(InputStream from, long declared, int most)
                throws IOException, OverBudget {
            long expected = declared < 0 ? FIRST_BYTES : Math.max(declared, 1);
            var body = allocated((int) Math.min(FIRST_BYTES, Math.min(expected, most)));
            int length = 0;
            while (length < most) {
                int count = from.read(body, length, body.length - length);
                if (count < 0) break;
                length += count;
                if (length == body.length && length < most && length != declared)
                    body = grown(body, (int) size(length, declared, most));
            }
            return length == body.length ? body : grown(body, length);
        }

        /// Twice as much as there is, and no more than can come.
        private static long size(int length, long declared, int most) {
            long twice = Math.min(2L * length, most);
            return declared > length ? Math.min(twice, declared) : twice;
        }

        private byte[] allocated(int size) throws OverBudget {
            if (!bytes.take(owner, size)) throw new OverBudget();
            held += size;
            return new byte[size];
        }

        private byte[] grown(byte[] before, int size) throws OverBudget {
            var copy = allocated(size);
            System.arraycopy(before, 0, copy, 0, Math.min(before.length, size));
            held -= before.length;
            bytes.giveBack(owner, before.length);
            return copy;
        }

        @Override
        public void close() {
            bytes.giveBack(owner, held);
            held = 0;
        }
    }

    /// Bytes that are taken.
    public long taken() {
        return bytes.taken();
    }
}
