package dev.skerry.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What holds for every text that is kept or sent.
///
/// Java writes a sign beyond the first 65,536 as two characters. Half of such a pair has no bytes
/// in UTF-8: no disk and no wire takes it.
public final class Text {
    public static final String WORD_SHOULD =
            "1 to 64 lower-case letters, digits, hyphens or underscores, a letter or digit first";

    private static final int WORD_CHARACTERS_MAX = 64;

    private static final String[] DURATIONS = {"d", "h", "m", "s", "ms"};
    private static final long[] DURATION_MS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private static final int COLUMNS_MIN = 20;
    private static final char INSTEAD = '\uFFFD';

    private Text() {}

    /// Whether there is no half of a pair in it.
    public static boolean whole(String text) {
        for (int i = 0; i < text.length(); i++) if (half(text, i)) return false;
        return true;
    }

    /// Whether it is whole and has no control characters but tabs and the ends of lines.
    public static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') return false;
        }
        return whole(text);
    }

    /// Whether it is whole and has no control character: it can stand in a line, on any terminal.
    public static boolean line(String text) {
        return text.chars().noneMatch(Character::isISOControl) && whole(text);
    }

    /// Whether it can name something: a namespace, a pool, a job.
    public static boolean word(String text) {
        return text.length() <= WORD_CHARACTERS_MAX && text.matches("[a-z0-9][a-z0-9_-]*");
    }

    /// `1 node`, `3 nodes`, `10,000 nodes`.
    ///
    /// @param noun of one
    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /// Milliseconds as people write a duration, exact: `1h30m`, `500ms`.
    public static String duration(long ms) {
        if (ms < 0) return "-" + duration(-Math.max(ms, -Long.MAX_VALUE));
        if (ms == 0) return "0s";
        var text = new StringBuilder();
        long left = ms;
        for (int i = 0; i < DURATIONS.length; i++) {
            if (left >= DURATION_MS[i]) text.append(left / DURATION_MS[i]).append(DURATIONS[i]);
            left %= DURATION_MS[i];
        }
        return text.toString();
    }

    /// Bytes as people write a size, exact: `96MiB`, `1000B`.
    public static String size(long bytes) {
        long unit = 1L << (10 * (SIZES.length - 1));
        for (int i = SIZES.length - 1; i > 0; i--, unit >>= 10)
            if (bytes != 0 && bytes % unit == 0) return bytes / unit + SIZES[i];
        return bytes + SIZES[0];
    }

    /// A help text in lines that fit, broken between words, or within one that is too long by
    /// itself. What goes on is indented as far as the line it belongs to.
    ///
    /// @param columns of the terminal, as COLUMNS of the environment has it; anything else: the
    ///   text is left as it is
    public static String wrapped(String text, @Nullable String columns) {
        if (columns == null || !columns.matches("[1-9][0-9]{0,3}")) return text;
        int most = Math.max(COLUMNS_MIN, Integer.parseInt(columns));
        var all = new StringBuilder();
        for (var line : text.lines().toList()) wrap(line.stripTrailing(), most, all);
        return all.toString();
    }

    private static void wrap(String line, int columns, StringBuilder all) {
        int blank = line.length() - line.stripLeading().length();
        var indent = " ".repeat(Math.min(blank, columns / 2));
        var rest = line.substring(blank);
        int most = columns - indent.length();
        while (rest.length() > most) {
            int space = rest.lastIndexOf(' ', most);
            int cut = space > 0 ? space : most;
            all.append(indent).append(rest.substring(0, cut).stripTrailing()).append('\n');
            rest = rest.substring(cut).stripLeading();
        }
        all.append(rest.isEmpty() ? "" : indent).append(rest).append('\n');
    }

    /// The same text, at most so long.
    ///
    /// What is left out is shown by `…`. Half of a pair is shown by `�`, and so is a control
    /// character that is no tab and no end of a line.
    public static String fit(String text, int charactersMax) {
        if (text.length() <= charactersMax) return mended(text);
        int end = charactersMax - 1;
        if (end > 0 && pair(text, end - 1)) end--;
        return mended(text.substring(0, end)) + "…";
    }

    private static String mended(String text) {
        var mended = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) if (odd(text, i)) mended.setCharAt(i, INSTEAD);
        return mended.toString();
    }

    private static boolean odd(String text, int at) {
        char c = text.charAt(at);
        boolean layout = c == '\t' || c == '\n' || c == '\r';
        return (Character.isISOControl(c) && !layout) || half(text, at);
    }

    private static boolean half(String text, int at) {
        if (!Character.isSurrogate(text.charAt(at))) return false;
        return !pair(text, at) && !(at > 0 && pair(text, at - 1));
    }

    private static boolean pair(String text, int at) {
        return at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }
}
