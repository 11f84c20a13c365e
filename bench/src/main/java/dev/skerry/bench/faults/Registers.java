package dev.skerry.bench.faults;

import dev.skerry.bench.history.Event.Did;
import org.jspecify.annotations.Nullable;

/// Registers, as one client has them.
public interface Registers {
    /// Whatever is there.
    Told write(String key, long value) throws InterruptedException;

    /// Only if that version is there.
    Told swap(String key, long expected, long value) throws InterruptedException;

    Told read(String key) throws InterruptedException;

    /// What came of it.
    ///
    /// @param did null: surely nothing
    /// @param sure otherwise it may have been done, or be done later
    record Told(@Nullable Did did, boolean sure) {
        public static final Told NOTHING = new Told(null, true);

        static Told sure(Did did) {
            return new Told(did, true);
        }

        static Told unknown(Did did) {
            return new Told(did, false);
        }
    }
}
