package dev.skerry.cluster.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names that a task finds in its environment, and the `${NAME}` words that stand for them.
public final class Variables {
    /// Made for every task, whatever its job says.
    public static final Set<String> GIVEN =
            Set.of(
                    "SKERRY_NODE_ID",
                    "SKERRY_NODE_NAME",
                    "SKERRY_VERSION",
                    "SKERRY_ALLOC_ID",
                    "SKERRY_ALLOC_NAME",
                    "SKERRY_ALLOC_INDEX",
                    "SKERRY_ALLOC_DIR",
                    "SKERRY_JOB",
                    "SKERRY_JOB_PARENT",
                    "SKERRY_PAYLOAD_FILE",
                    "SKERRY_NAMESPACE",
                    "SKERRY_GROUP",
                    "SKERRY_TASK",
                    "SKERRY_TASK_DIR",
                    "SKERRY_IDENTITY_FILE",
                    "SKERRY_CPU_MHZ",
                    "SKERRY_MEMORY_BYTES");

    private Variables() {}

    /// The variable with the number of a port.
    public static String ofPort(String label) {
        return "SKERRY_PORT_" + word(label);
    }

    /// The variable with an entry of meta.
    public static String ofMeta(String key) {
        return "SKERRY_META_" + word(key);
    }

    /// Several labels can become one word: `web-1` and `web_1`.
    private static String word(String label) {
        var out = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            out.append(c < 128 && Character.isLetterOrDigit(c) ? c : '_');
        }
        return out.toString().toUpperCase(Locale.ROOT);
    }

    /// What a text is made of, read once and for all: servers judge it and nodes replace it by the
    /// same snippets.
    public sealed interface Snippet {
        /// It stays as it is. Of `$$` one dollar sign is left.
        record Plain(String text) implements Snippet {}

        /// `${NAME}`: the value stands in its place.
        record Named(String name) implements Snippet {}

        /// `${…}` that no node can replace, with its braces as far as they are there.
        record Unfit(String text) implements Snippet {}
    }

    /// The snippets of a text, in their order. `$$` stands for a dollar sign and begins nothing.
    public static List<Snippet> snippets(String text) {
        var all = new ArrayList<Snippet>();
        int from = 0;
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
            if (text.startsWith("$$", at)) {
                all.add(new Snippet.Plain(text.substring(from, at + 1)));
                at += 2;
            } else if (text.startsWith("${", at)) {
                if (from < at) all.add(new Snippet.Plain(text.substring(from, at)));
                int end = text.indexOf('}', at) + 1;
                if (end == 0) end = text.length();
                all.add(braced(text.substring(at, end)));
                at = end;
            } else {
                at++;
                continue;
            }
            from = at;
        }
        if (from < text.length()) all.add(new Snippet.Plain(text.substring(from)));
        return all;
    }

    private static Snippet braced(String piece) {
        int end = piece.length() - 1;
        boolean fits = piece.charAt(end) == '}' && isName(piece, 2, end);
        return fits ? new Snippet.Named(piece.substring(2, end)) : new Snippet.Unfit(piece);
    }

    /// The first snippet of a text that no node can replace; null: there is none.
    public static @Nullable String unfit(String text) {
        for (var snippet : snippets(text))
            if (snippet instanceof Snippet.Unfit(var braced)) return braced;
        return null;
    }

    private static boolean isName(String text, int from, int end) {
        if (from == end || Character.isDigit(text.charAt(from))) return false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '_')) return false;
        }
        return true;
    }
}
