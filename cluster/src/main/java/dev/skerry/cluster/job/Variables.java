package dev.skerry.cluster.job;

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
                    "SKERRY_NAMESPACE",
                    "SKERRY_GROUP",
                    "SKERRY_TASK",
                    "SKERRY_TASK_DIR",
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

    /// The first `${…}` of a text that no node can replace, with its braces as far as they are
    /// there; null: there is none. `$$` stands for a dollar sign and begins nothing.
    public static @Nullable String unfit(String text) {
        for (int at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
            if (text.startsWith("${", at)) {
                int end = text.indexOf('}', at);
                if (end < 0) return text.substring(at);
                if (!isName(text, at + 2, end)) return text.substring(at, end + 1);
                at = end + 1;
            } else {
                at += text.startsWith("$$", at) ? 2 : 1;
            }
        }
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
