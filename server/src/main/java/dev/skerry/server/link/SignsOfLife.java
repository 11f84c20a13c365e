package dev.skerry.server.link;

import java.time.Duration;
import java.util.function.LongSupplier;

/// What was heard on one link, for whoever has to know whether anybody is still there. Its time is
/// that in which links are read: who was not read has not been silent.
final class SignsOfLife {
    private final LongSupplier attendedMs;
    private long count;
    private boolean ended;

    /// What came of waiting.
    enum Seen {
        SPOKE,
        ENDED,
        NOTHING
    }

    /// @param attendedMs as [Attention#ms] has it
    SignsOfLife(LongSupplier attendedMs) {
        this.attendedMs = attendedMs;
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
        long endMs = attendedMs.getAsLong() + most.toMillis();
        while (count == before && !ended) {
            long leftMs = endMs - attendedMs.getAsLong();
            if (leftMs <= 0) return Seen.NOTHING;
            wait(leftMs);
        }
        return ended ? Seen.ENDED : Seen.SPOKE;
    }

    private synchronized boolean ends(Duration most) throws InterruptedException {
        long endMs = attendedMs.getAsLong() + most.toMillis();
        while (!ended) {
            long leftMs = endMs - attendedMs.getAsLong();
            if (leftMs <= 0) return false;
            wait(leftMs);
        }
        return true;
    }
}
