package dev.skerry.server.strangers;

import dev.skerry.kernel.link.Brevity;
import dev.skerry.kernel.link.Pace;
import org.jspecify.annotations.Nullable;

/// What is said of each of many: of one a line a second, so that none hides another, and of all
/// together [#LINES_A_SECOND]. What was left out is counted. It reads no clock.
public final class Murmurs {
    static final int LINES_A_SECOND = 20;
    private static final long SECOND_MS = 1_000;

    /// Those that were heard of last are told apart.
    static final int KNOWN_MAX = 1_024;

    private final Pace all = new Pace(LINES_A_SECOND, SECOND_MS / LINES_A_SECOND);
    private long left;
    private final LastUsed<String, Brevity> each = new LastUsed<>(KNOWN_MAX);

    /// The line for a sentence about somebody; null: none now.
    public synchronized @Nullable String line(String about, String sentence, long tickMs) {
        if (all.turnTickMs(tickMs) > tickMs) {
            left++;
            return null;
        }
        var own = each.get(about, _ -> new Brevity()).of(sentence, tickMs);
        if (own == null) return null;
        all.taken(tickMs);
        var line = left == 0 ? own : own + " (and " + left + " more about others before)";
        left = 0;
        return line;
    }
}
