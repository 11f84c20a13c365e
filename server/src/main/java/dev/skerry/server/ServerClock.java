package dev.skerry.server;

import dev.skerry.kernel.Now;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The servers' time: it goes on from where the state says that it had come, by the monotonic
/// clock. Only a state that knows no time yet begins with the wall clock, which may leap.
///
/// It is the time of whoever leads. One that was there all the while, and believes that it is
/// later, may be right; but by its time, what was decided since would be due too early.
public final class ServerClock {
    private final LongSupplier wallMs;
    private final LongSupplier nanos;
    private final AtomicLong offsetMs;

    public ServerClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    public ServerClock(LongSupplier wallMs, LongSupplier nanos) {
        this.wallMs = wallMs;
        this.nanos = nanos;
        this.offsetMs = new AtomicLong(wallMs.getAsLong() - monotonicMs());
    }

    public Now now() {
        return new Now(tickMs(), wallMs.getAsLong());
    }

    /// Milliseconds that do not go back while this server leads.
    public long tickMs() {
        return offsetMs.get() + monotonicMs();
    }

    /// So late it is by whoever leads, whatever this process believed.
    ///
    /// @param tickMs 0: the state knows no time yet
    public void follow(long tickMs) {
        if (tickMs == 0) return;
        offsetMs.set(tickMs - monotonicMs());
    }

    /// It is that time now, as far as the state knows; or later, as far as this process does.
    ///
    /// @param tickMs 0: the state knows no time yet
    public void goOnFrom(long tickMs) {
        if (tickMs == 0) return;
        offsetMs.accumulateAndGet(tickMs - monotonicMs(), Math::max);
    }

    private long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
