package dev.skerry.bench.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that a client has done, and what it was told. What was surely not done is none.
///
/// @param key of the register
/// @param calledNs when it was asked for, by a clock that all clients share
/// @param answeredNs when the answer was there; [#NEVER] where it is not known
public record Event(String key, Did did, long calledNs, long answeredNs) {
    /// It may still take place after all that is known.
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NS_IN_MS = 1e6;

    /// What was done. A value is written by one client once, in all of a history.
    public sealed interface Did {
        /// Whatever was there before.
        record Wrote(long value) implements Did {}

        /// Only if that version was there.
        record Swapped(long expected, long value) implements Did {}

        /// Another version than that was there, so nothing was written.
        record Refused(long expected) implements Did {}

        record Saw(Register register) implements Did {}
    }

    /// Whether it has taken place, for sure.
    boolean sure() {
        return answeredNs != NEVER;
    }

    /// What the register is after it; null: it cannot have taken place then.
    @Nullable Register after(Register before) {
        return switch (did) {
            case Did.Wrote(long value) -> before.written(value);
            case Did.Swapped(long expected, long value) ->
                    before.version() == expected ? before.written(value) : null;
            case Did.Refused(long expected) -> before.version() == expected ? null : before;
            case Did.Saw(Register seen) -> before.equals(seen) ? before : null;
        };
    }

    @Override
    public String toString() {
        var until = sure() ? "%.1f".formatted(answeredNs / NS_IN_MS) : "unknown";
        return String.format(
                Locale.ROOT, "%s %s from %.1f to %s ms", key, did, calledNs / NS_IN_MS, until);
    }
}
