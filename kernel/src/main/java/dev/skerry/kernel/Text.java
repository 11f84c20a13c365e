package dev.skerry.kernel;

import java.util.Locale;

/// What holds for every text that is kept or sent.
///
/// Java writes a sign beyond the first 65,536 as two characters. Half of such a pair has no bytes
/// in UTF-8: no disk and no wire takes it.
public final class Text {
    public static final String WORD_SHOULD =
            "1 to 64 lower-case letters, digits, hyphens or underscores, a letter or digit first";

    private static final int WORD_CHARACTERS_MAX = 64;
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
