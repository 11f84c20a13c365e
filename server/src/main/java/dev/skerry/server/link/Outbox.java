package dev.skerry.server.link;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.Lanes;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one node: frames, and the mark that there may be news for it, which is
/// made once however often it is set.
final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lanes<Frame.FromServer> frames = new Lanes<>();
    private boolean look;
    private boolean closed;

    /// What to do next.
    sealed interface Next {
        record Send(Frame.FromServer frame) implements Next {}

        /// Look whether there is something to tell the node.
        record Look() implements Next {}

        record Closed() implements Next {}
    }

    /// False when it is full or closed.
    boolean add(Frame.FromServer frame) {
        lock.lock();
        try {
            if (closed || !frames.offer(frame)) return false;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What steers the link, if anything waits; null: nothing does.
    Frame.@Nullable FromServer urgent() {
        lock.lock();
        try {
            return closed ? null : frames.poll(Lane.STEER);
        } finally {
            lock.unlock();
        }
    }

    void look() {
        lock.lock();
        try {
            look = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    Next take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) return new Next.Closed();
                Frame.@Nullable FromServer frame = frames.poll();
                if (frame != null) return new Next.Send(frame);
                if (look) {
                    look = false;
                    return new Next.Look();
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
