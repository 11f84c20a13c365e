package dev.skerry.kernel.link;

import org.jspecify.annotations.Nullable;

/// Of what somebody can cause as often as he likes, one sentence a second is said, with the count
/// of those that were left out. It reads no clock, and is for one thread at a time.
public final class Brevity {
    private static final long EVERY_MS = 1_000;

    private final Pace pace = new Pace(1, EVERY_MS);
    private long left;

    /// What is to be said now; null: nothing.
    public @Nullable String of(String sentence, long tickMs) {
        if (!pace.take(tickMs)) {
            left++;
            return null;
        }
        var line = left == 0 ? sentence : sentence + " (and " + left + " more like it before)";
        left = 0;
        return line;
    }
}
