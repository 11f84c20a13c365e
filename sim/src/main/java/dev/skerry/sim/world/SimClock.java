package dev.skerry.sim.world;

import dev.skerry.kernel.Now;

/// The clocks of one host: a monotonic one, which begins with the boot and goes a little too fast
/// or too slow, and a wall clock, which anybody may set.
public final class SimClock {
    private static final long WALL_AT_START_MS = 1_700_000_000_000L;

    private final Happenings events;
    private final double rate;
    private long bootedMs;
    private long bootTickMs = 5_000;
    private long wallOffMs;

    /// @param rate what the host takes for a second
    SimClock(Happenings events, double rate) {
        this.events = events;
        this.rate = rate;
    }

    /// The monotonic clock begins anew.
    void boot() {
        bootedMs = events.nowMs();
        bootTickMs = events.between(1_000, 9_000);
    }

    /// Somebody sets the wall clock by so much.
    public void set(long byMs) {
        wallOffMs += byMs;
    }

    public long tickMs() {
        return bootTickMs + (long) ((events.nowMs() - bootedMs) * rate);
    }

    public long wallMs() {
        return WALL_AT_START_MS + events.nowMs() + wallOffMs;
    }

    public Now now() {
        return new Now(tickMs(), wallMs());
    }

    /// Real milliseconds until that clock shows so much more.
    public long realMs(long byThisClockMs) {
        return (long) Math.ceil(byThisClockMs / rate);
    }
}
