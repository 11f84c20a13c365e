package dev.skerry.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody may have meant.
public final class NearWords {
    private NearWords() {}

    /// The known word that is nearest to what was written, or null when none is near.
    public static @Nullable String nearest(String written, Collection<String> known) {
        var low = written.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, written.length() / 3);
        String best = null;
        for (var word : known) {
            int distance = distance(low, word.toLowerCase(Locale.ROOT), limit);
            if (distance <= limit) {
                best = word;
                limit = distance - 1;
            }
        }
        return best;
    }

    /// `; did you mean "…"?`, which goes on with a sentence, or nothing.
    public static String hint(String written, Collection<String> known) {
        var nearest = nearest(written, known);
        return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    }

    /// Insertions, removals, replacements and swaps of neighbours between two words; anything above
    /// the limit counts as limit + 1.
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit || a.length() > 64) return limit + 1;
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = rows[i - 1][j - 1] + (same ? 0 : 1);
                least = Math.min(least, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (swapped(a, b, i, j)) least = Math.min(least, rows[i - 2][j - 2] + 1);
                rows[i][j] = least;
            }
        }
        return Math.min(rows[a.length()][b.length()], limit + 1);
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
