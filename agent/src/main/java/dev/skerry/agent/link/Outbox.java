package dev.skerry.agent.link;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lanes;

/// What waits to be sent, for the thread that sends it.
final class Outbox {
    private final Lanes<Frame.FromNode> frames = new Lanes<>();
    private boolean closed;

    /// False when the link is closed, or does not keep up.
    synchronized boolean offer(Frame.FromNode frame) {
        if (closed || !frames.offer(frame)) return false;
        notifyAll();
        return true;
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
