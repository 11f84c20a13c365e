package dev.skerry.server.link;

import dev.skerry.cluster.link.Frame;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one node: frames in their order, and the marks that its orders or its
/// description should be looked at, which are made once however often they are set.
final class Outbox {
    /// A node that takes so few frames has stopped reading.
    static final int FRAMES_MAX = 512;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame.FromServer> frames = new ArrayDeque<>(4);
    private boolean orders;
    private boolean about;
    private boolean closed;

    /// What to do next.
    sealed interface Next {
        record Send(Frame.FromServer frame) implements Next {}

        /// Look whether orders have changed, or the node itself, or both.
        record Look(boolean orders, boolean about) implements Next {}

        record Closed() implements Next {}
    }

    /// False when it is full or closed.
    boolean add(Frame.FromServer frame) {
        lock.lock();
        try {
            if (closed || frames.size() >= FRAMES_MAX) return false;
            frames.add(frame);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void look(boolean atOrders, boolean atNode) {
        lock.lock();
        try {
            orders |= atOrders;
            about |= atNode;
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
                if (orders || about) {
                    var look = new Next.Look(orders, about);
                    orders = false;
                    about = false;
                    return look;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
