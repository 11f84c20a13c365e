package dev.skerry.server.link;

import dev.skerry.cluster.link.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One task's output, from the link to its reader. The node sends no more than a window ahead of
/// what was read; one that sends more is cut off.
final class Stream implements LogReader {
    /// Bytes on their way or waiting here.
    static final int WINDOW_BYTES = 256 * 1024;

    /// The node is told of what was read whenever it is so much.
    private static final int TELL_EVERY_BYTES = 64 * 1024;

    private final long id;
    private final Consumer<Frame.FromServer> toNode;
    private final Runnable closed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Piece.Data> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private int untoldBytes;
    private @Nullable String end;

    /// The node has said so, or is not there any more.
    private volatile boolean ended;

    /// @param toNode sends a frame to the node, or drops it when the link is gone
    Stream(long id, Consumer<Frame.FromServer> toNode, Runnable closed) {
        this.id = id;
        this.toNode = toNode;
        this.closed = closed;
    }

    long id() {
        return id;
    }

    /// What the node sent.
    void data(long offset, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            cut("the node sent what is no output");
            return;
        }
        if (bytes.length == 0) return;
        lock.lock();
        try {
            if (end != null) return;
            if (waitingBytes + bytes.length > 2 * WINDOW_BYTES) {
                end = "the node sent more than it was asked for";
            } else {
                waiting.add(new Piece.Data(offset, ByteBuffer.wrap(bytes)));
                waitingBytes += bytes.length;
            }
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
    public Piece next(Duration wait) throws InterruptedException {
        var piece = take(wait.toNanos());
        if (piece instanceof Piece.Data(long offset, var bytes)) {
            untoldBytes += bytes.remaining();
            if (untoldBytes >= TELL_EVERY_BYTES) {
                untoldBytes = 0;
                toNode.accept(new Frame.LogRead(id, offset + bytes.remaining()));
            }
        }
        return piece;
    }

    private Piece take(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && end == null && left > 0) left = changed.awaitNanos(left);
            var first = waiting.poll();
            if (first != null) {
                waitingBytes -= first.bytes().remaining();
                return first;
            }
            return end == null ? new Piece.Quiet() : new Piece.End(end);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (!ended) toNode.accept(new Frame.LogClose(id));
        cut("");
        closed.run();
    }
}
