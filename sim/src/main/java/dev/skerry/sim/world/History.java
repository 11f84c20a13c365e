package dev.skerry.sim.world;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The lines of what has happened. They say whether two runs were the same history, and the last of
/// them are kept for whoever asks why it went wrong.
public final class History {
    public static final int KEPT_LINES_MAX = 10_000;

    private final Filter filter;
    private final Consumer<String> printer;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private int hash = 1;

    /// What a reader wants to see.
    ///
    /// @param words a line has one of them at least; none: every line is wanted
    /// @param fromMs nothing from before
    public record Filter(List<String> words, long fromMs) {
        public static final Filter ALL = new Filter(List.of(), 0);

        public Filter {
            words = List.copyOf(words);
        }

        boolean wants(long atMs, String line) {
            return atMs >= fromMs
                    && (words.isEmpty() || words.stream().anyMatch(word -> has(line, word)));
        }

        /// As a whole word: `a1` is not in `a12`.
        private static boolean has(String line, String word) {
            for (int at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
                int end = at + word.length();
                boolean begins = at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1));
                boolean ends = end == line.length() || !Character.isLetterOrDigit(line.charAt(end));
                if (begins && ends) return true;
            }
            return false;
        }
    }

    /// @param printer gets each line that is wanted, as it happens
    History(Filter filter, Consumer<String> printer) {
        this.filter = filter;
        this.printer = printer;
    }

    void add(long atMs, String line) {
        hash = 31 * (31 * hash + Long.hashCode(atMs)) + line.hashCode();
        if (!filter.wants(atMs, line)) return;
        var text = String.format(Locale.ROOT, "%8.3f %s", atMs / 1000.0, line);
        printer.accept(text);
        last.add(text);
        if (last.size() > KEPT_LINES_MAX) last.remove();
    }

    /// A node as the lines call it.
    public static String node(String id) {
        return "n" + Long.parseLong(id, 2, id.length(), 16);
    }

    /// The same for the same history.
    String fingerprint() {
        return "%08x".formatted(hash);
    }

    /// The last lines that were wanted.
    List<String> last() {
        return List.copyOf(last);
    }
}
