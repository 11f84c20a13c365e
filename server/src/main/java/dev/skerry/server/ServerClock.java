package dev.skerry.server;

import dev.skerry.kernel.Now;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The servers' time: the wall clock when the process began, and the monotonic clock from then on.
///
/// So the ticks in the state stay meaningful when a server is restarted; a wall clock that was set
/// back in between is made up for with [#atLeast].
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

    /// Milliseconds that never go back.
    public long tickMs() {
        return offsetMs.get() + monotonicMs();
    }

    /// From now on the time is not before that tick.
    public void atLeast(long tickMs) {
        offsetMs.accumulateAndGet(tickMs - monotonicMs(), Math::max);
    }

    private long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }
}
