package dev.skerry.server.link;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamReader;
import dev.skerry.kernel.link.Window;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream, from the link to its reader. The node sends no more than there is credit for; one
/// that sends more is cut off.
final class Stream implements StreamReader {
    /// What does not follow on what came before is a piece of its own: there are few of those.
    static final int PIECES_MAX = 1_024;

    private final long id;
    private final Consumer<Frame.FromServer> toNode;
    private final Runnable closed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private final Window window;
    private @Nullable String end;

    /// The node has said so, or is not there any more.
    private volatile boolean ended;

    /// What waits; a node that sends line by line fills no list.
    private static final class Piece {
        private static final int BYTES_MAX = 16 * 1024;

        private final long at;
        private byte[] bytes;
        private int length;

        Piece(long at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
            length = bytes.length;
        }

        /// False when it does not follow, or there is enough.
        boolean add(long next, byte[] more) {
            if (next != at + length || length + more.length > BYTES_MAX) return false;
            if (length + more.length > bytes.length)
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
            return true;
        }
    }

    /// @param windowBytes on their way or waiting here
    /// @param toNode sends a frame to the node, or drops it when the link is gone
    Stream(long id, long windowBytes, Consumer<Frame.FromServer> toNode, Runnable closed) {
        this.id = id;
        this.window = new Window(windowBytes);
        this.toNode = toNode;
        this.closed = closed;
    }

    long id() {
        return id;
    }

    /// What the node sent.
    void data(long at, byte[] piece) {
        if (piece.length == 0) return;
        lock.lock();
        try {
            if (end != null) return;
            if (!window.came(piece.length)) end = "the node sent more than it was asked for";
            else if (!waiting.isEmpty() && waiting.getLast().add(at, piece)) return;
            else if (waiting.size() < PIECES_MAX) waiting.add(new Piece(at, piece));
            else end = "the node sent more pieces than it may";
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// No more comes from the node.
    void end(String error) {
        ended = true;
        cut(error);
    }

    /// No more is read.
    private void cut(String why) {
        lock.lock();
        try {
            if (end == null) end = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Incoming next(Duration wait) throws InterruptedException {
        long left = wait.toNanos();
        long more = 0;
        Incoming piece;
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && end == null && left > 0) left = changed.awaitNanos(left);
            var first = waiting.poll();
            if (first == null) return end == null ? new Incoming.Quiet() : new Incoming.End(end);
            more = window.read(first.length);
            piece = new Incoming.Data(first.at, ByteBuffer.wrap(first.bytes, 0, first.length));
        } finally {
            lock.unlock();
        }
        if (more > 0) toNode.accept(new Frame.Credit(id, more));
        return piece;
    }

    @Override
    public void close() {
        if (!ended) toNode.accept(new Frame.Close(id, ""));
        cut("");
        closed.run();
    }
}
