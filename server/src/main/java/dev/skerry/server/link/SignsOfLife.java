package dev.skerry.server.link;

import java.time.Duration;

/// What was heard on one link, for whoever has to know whether anybody is still there.
final class SignsOfLife {
    private static final int NANOS_A_MS = 1_000_000;

    private long count;
    private boolean ended;

    /// What came of waiting.
    enum Seen {
        SPOKE,
        ENDED,
        NOTHING
    }

    synchronized void sign() {
        count++;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// Waits for a sign, and then for the end that a sign sent before it is followed by.
    Seen await(Duration most, Duration then) throws InterruptedException {
        var seen = next(most);
        return seen == Seen.SPOKE && ends(then) ? Seen.ENDED : seen;
    }

    private synchronized Seen next(Duration most) throws InterruptedException {
        long before = count;
        long endNs = System.nanoTime() + most.toNanos();
        while (count == before && !ended) {
            long leftMs = (endNs - System.nanoTime()) / NANOS_A_MS;
            if (leftMs <= 0) return Seen.NOTHING;
            wait(leftMs);
        }
        return ended ? Seen.ENDED : Seen.SPOKE;
    }

    private synchronized boolean ends(Duration most) throws InterruptedException {
        long endNs = System.nanoTime() + most.toNanos();
        while (!ended) {
            long leftMs = (endNs - System.nanoTime()) / NANOS_A_MS;
            if (leftMs <= 0) return false;
            wait(leftMs);
        }
        return true;
    }
}
