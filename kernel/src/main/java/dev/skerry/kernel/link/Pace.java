package dev.skerry.kernel.link;

/// How often something may happen: a few times at once, and from then on with a pause in between.
/// What did not happen is saved up, but for no more than those few times. Where the clock goes back
/// behind that, it begins anew. It reads none, and is for one thread at a time.
public final class Pace {
    private final long everyMs;
    private final long savedMs;

    /// When it would happen next if it always waited for its pause.
    private long dueTickMs = Long.MIN_VALUE / 2;

    /// @param atOnce how often without a pause, from 1
    /// @param everyMs the pause between any two after that
    public Pace(int atOnce, long everyMs) {
        this.everyMs = everyMs;
        savedMs = (atOnce - 1) * everyMs;
    }

    /// When it may happen next.
    public long turnTickMs(long tickMs) {
        return Math.max(tickMs, due(tickMs) - savedMs);
    }

    private long due(long tickMs) {
        return dueTickMs > tickMs + savedMs + everyMs ? tickMs : dueTickMs;
    }

    /// It happens.
    public void taken(long tickMs) {
        dueTickMs = Math.min(Math.max(due(tickMs), tickMs), tickMs + savedMs) + everyMs;
    }

    /// Whether it may happen now; if so, it happens.
    public boolean take(long tickMs) {
        if (turnTickMs(tickMs) > tickMs) return false;
        taken(tickMs);
        return true;
    }
}
