package dev.skerry.agent;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.node.Caused;
import java.util.Collection;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What waits for the machines of a node, in its order.
///
/// What a server causes is bounded by its bytes: while the machines get on, whoever reads the link
/// waits with it; while the disk takes no facts it is passed over, and offered again by a new link
/// when the disk takes them. What the node itself has seen is little, and never left out.
final class Inbox {
    /// While a disk takes no facts, what is asked again and again is not kept beyond this.
    static final int AGAIN_MAX = 10_000;

    /// Of what servers cause, as frames.
    static final int CAUSED_BYTES_MAX = Frame.BYTES_MAX;

    private final LinkedBlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private long causedBytes;
    private boolean diskFails;
    private boolean withheld;

    /// Whose word it is.
    enum Origin {
        /// The node has seen it itself, and nobody will say it again.
        OWN,

        /// It comes again anyway.
        AGAIN,

        /// A server has caused it, and offers it again.
        CAUSED
    }

    record Waiting<M>(Room<?, M, ?, ?> room, Caused<M> what, Origin origin) {
        Ask<M> ask() {
            return new Ask<>(room, what.message().get());
        }

        private int causedBytes() {
            return origin == Origin.CAUSED ? what.bytes() : 0;
        }
    }

    <M> void post(Room<?, M, ?, ?> room, M message) {
        queue.add(new Waiting<>(room, Caused.of(message), Origin.OWN));
    }

    /// For what comes again anyway: it is let go while too much waits.
    <M> void postAgain(Room<?, M, ?, ?> room, M message) {
        if (queue.size() < AGAIN_MAX)
            queue.add(new Waiting<>(room, Caused.of(message), Origin.AGAIN));
    }

    /// One room asks another; that it has asked stands in its state until it is done.
    <M> void asked(Ask<M> ask) {
        queue.add(new Waiting<>(ask.room(), Caused.of(ask.message()), Origin.AGAIN));
    }

    /// For the thread that reads the link, which may have to wait here.
    ///
    /// @return false: it was passed over
    <M> boolean caused(Room<?, M, ?, ?> room, Caused<M> what) {
        if (taken(what.bytes())) {
            queue.add(new Waiting<>(room, what, Origin.CAUSED));
            return true;
        }
        what.passedOver().run();
        return false;
    }

    private synchronized boolean taken(int bytes) {
        try {
            while (causedBytes > 0 && causedBytes + bytes > CAUSED_BYTES_MAX) {
                if (diskFails) {
                    withheld = true;
                    return false;
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false; // the agent ends
        }
        causedBytes += bytes;
        return true;
    }

    int size() {
        return queue.size();
    }

    /// Takes what waits, as soon as something does, or nothing when that takes too long.
    void await(Collection<Waiting<?>> to, int most, long waitMs) throws InterruptedException {
        var first = waitMs <= 0 ? queue.poll() : queue.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first == null) return;
        to.add(first);
        queue.drainTo(to, most - 1);
    }

    /// The disk did not take what was decided.
    synchronized void diskFails() {
        diskFails = true;
        notifyAll();
    }

    /// These were worked through.
    ///
    /// @return whether something was passed over before, for which there is room again
    synchronized boolean done(Collection<Waiting<?>> decided) {
        for (var one : decided) causedBytes -= one.causedBytes();
        diskFails = false;
        notifyAll();
        boolean again = withheld && causedBytes == 0;
        if (again) withheld = false;
        return again;
    }
}
