package dev.skerry.agent.link;

import dev.skerry.cluster.link.Frame;
import java.util.ArrayDeque;
import java.util.Queue;

/// What waits to be sent. What steers the node goes before what only fills the line, so that a long
/// log never delays a sign of life.
final class Outbox {
    /// Frames of each sort; a link that takes so long is broken.
    private static final int FRAMES_MAX = 4096;

    private final Queue<Frame.FromNode> urgent = new ArrayDeque<>();
    private final Queue<Frame.FromNode> bulk = new ArrayDeque<>();
    private boolean closed;

    /// False when the link is closed, or does not keep up.
    synchronized boolean offer(Frame.FromNode frame) {
        boolean output = frame instanceof Frame.LogData || frame instanceof Frame.LogEnd;
        var queue = output ? bulk : urgent; // the end of an output comes after the output
        if (closed || queue.size() == FRAMES_MAX) return false;
        queue.add(frame);
        notifyAll();
        return true;
    }

    /// The next frame, as soon as there is one; closing ends the wait with an exception.
    synchronized Frame.FromNode take() throws InterruptedException {
        while (!closed) {
            var next = urgent.poll();
            if (next == null) next = bulk.poll();
            if (next != null) return next;
            wait();
        }
        throw new InterruptedException("the link is closed");
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
