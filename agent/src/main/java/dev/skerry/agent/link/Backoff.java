package dev.skerry.agent.link;

import java.util.random.RandomGenerator;

/// How long to wait before the next try: exponential, with full jitter, so that a fleet that lost
/// its server does not come back in one moment. A link that came up and did not last is a failure
/// as well: one that breaks over and over is dialled no oftener than one that never comes up.
public final class Backoff {
    private static final long FIRST_MS = 500;
    private static final long MOST_MS = 30_000;

    private final RandomGenerator dice;
    private int failures;
    private long mostMs;

    /// @param missedAfterMs as [#welcomed], from an earlier life of the node; 0: nobody knows
    public Backoff(RandomGenerator dice, long missedAfterMs) {
        this.dice = dice;
        mostMs = most(missedAfterMs);
    }

    /// Milliseconds, at least 50.
    public long nextMs() {
        long most = Math.min(mostMs, FIRST_MS << Math.min(failures, 10));
        failures++;
        return dice.nextLong(50, most + 1);
    }

    /// A link came up.
    ///
    /// @param missedAfterMs a server that comes back waits at least so long for its nodes: none may
    ///   sleep longer, or what runs there would be given up for no reason
    public void welcomed(long missedAfterMs) {
        mostMs = most(missedAfterMs);
    }

    /// A link that was up has ended. The next try is a first one when it has lasted for longer than
    /// any pause.
    public void lasted(long ms) {
        if (ms >= mostMs) failures = 0;
    }

    /// Half of it: the other half is for the way, and for a machine that is busy with its start.
    private static long most(long missedAfterMs) {
        return missedAfterMs > 0 ? Math.clamp(missedAfterMs / 2, FIRST_MS, MOST_MS) : MOST_MS;
    }
}
