package dev.skerry.agent.link;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lanes;

/// What waits to be sent, for the thread that sends it.
final class UplinkQueue {
    /// A quarter of what a server has: 4 MiB of work, and as much of streams.
    private static final int SHARE = 4;

    private final Lanes<Frame.FromNode> frames = new Lanes<>(SHARE);
    private boolean closed;

    /// False when the link is closed, or does not keep up.
    synchronized boolean offer(Frame.FromNode frame) {
        if (closed || !frames.offer(frame)) return false;
        notifyAll();
        return true;
    }

    /// Nobody reads a stream any more.
    synchronized void drop(long stream) {
        frames.drop(stream);
    }

    /// The next frame, as soon as there is one; closing ends the wait with an exception.
    synchronized Frame.FromNode take() throws InterruptedException {
        while (!closed) {
            var next = frames.poll();
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
