package dev.skerry.bench.faults;

import dev.skerry.bench.history.Event.Did;
import dev.skerry.bench.history.Register;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a server must not do, done once by whoever stands between it and a client: to see that it
/// is found.
public final class Planted implements Registers {
    private final Registers to;
    private final Kind kind;
    private final AtomicBoolean done;
    private final Map<String, Register> first = new HashMap<>();
    private final Map<String, Register> last = new HashMap<>();

    /// What is wrong.
    public enum Kind {
        /// An answer from before a write that was acknowledged since.
        STALE_READ,

        /// A write is acknowledged, and was never done.
        LOST_WRITE,

        /// A write is done once more, after others.
        DOUBLED_WRITE
    }

    /// @param done whether one of all clients has done so
    public Planted(Registers to, Kind kind, AtomicBoolean done) {
        this.to = to;
        this.kind = kind;
        this.done = done;
    }

    @Override
    public Told write(String key, long value) throws InterruptedException {
        if (kind == Kind.LOST_WRITE && take()) return Told.sure(new Did.Wrote(value));
        var told = to.write(key, value);
        if (kind == Kind.DOUBLED_WRITE && told.sure() && told.did() != null) again(key, value);
        return told;
    }

    /// It is known whether it has been done, and the same once more would change nothing: so
    /// another write is between.
    private void again(String key, long value) throws InterruptedException {
        if (done.get() || !(to.read(key).did() instanceof Did.Saw(Register now))) return;
        if (now.value() == value || !take()) return;
        var told = to.write(key, value);
        if (told.did() == null || !told.sure()) done.set(false);
    }

    @Override
    public Told swap(String key, long expected, long value) throws InterruptedException {
        return to.swap(key, expected, value);
    }

    /// Old is what the same client has seen something newer than.
    @Override
    public Told read(String key) throws InterruptedException {
        var told = to.read(key);
        if (kind != Kind.STALE_READ || !(told.did() instanceof Did.Saw(Register now))) return told;
        var oldest = first.getOrDefault(key, now);
        boolean stale = oldest.version() < last.getOrDefault(key, oldest).version();
        first.putIfAbsent(key, now);
        last.put(key, now);
        return stale && take() ? Told.sure(new Did.Saw(oldest)) : told;
    }

    private boolean take() {
        return done.compareAndSet(false, true);
    }
}
