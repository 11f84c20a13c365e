package dev.skerry.cli.show;

/// Text that comes from elsewhere, made into text that only shows: names, reasons and sentences of
/// an answer must not move the cursor, rename the window, answer in the reader's name or turn the
/// order of what stands around them. All that commands print comes through here; only what tasks
/// have written goes another way ([Harmless]), and as it is where no terminal is.
///
/// | what                                        | what is shown            |
/// |---------------------------------------------|--------------------------|
/// | controls, U+0000 to U+001F and U+007F       | their pictures, U+2400 … |
/// | controls, U+0080 to U+009F; marks that turn | U+FFFD                   |
/// | the direction; separators of lines; halves  |                          |
/// | of a character                              |                          |
/// | in a line: its ends, tabs                   | a blank                  |
/// | in lines: their ends, tabs                  | as they are              |
public final class Printable {
    private static final int DELETE = 0x7f;
    private static final int CONTROLS_END = 0xa0;
    private static final char ESCAPE = '\u001b';
    private static final char PICTURES = '\u2400';
    private static final char PICTURE_OF_DELETE = '\u2421';
    private static final char NOTHING_TO_SHOW = '\ufffd';

    private Printable() {}

    /// One value in one line.
    public static String line(String text) {
        return of(text, ' ', ' ', false);
    }

    /// Lines that were put together here, of values and of our own words.
    ///
    /// @param painted what [Paint] has in it stays
    static String lines(String text, boolean painted) {
        return of(text, '\n', '\t', painted);
    }

    private static String of(String text, char end, char tab, boolean painted) {
        if (text.chars().allMatch(Printable::plain)) return text;
        var shown = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            var paint = painted && text.charAt(i) == ESCAPE ? Paint.at(text, i) : "";
            int it = text.codePointAt(i);
            boolean returns = it == '\r' && text.startsWith("\n", i + 1);
            if (!paint.isEmpty()) shown.append(paint);
            else if (!returns) shown.appendCodePoint(one(it, end, tab));
            i += paint.isEmpty() ? Character.charCount(it) : paint.length();
        }
        return shown.toString();
    }

    private static int one(int it, char end, char tab) {
        if (it == '\n') return end;
        if (it == '\t') return tab;
        if (it < ' ') return PICTURES + it;
        if (it == DELETE) return PICTURE_OF_DELETE;
        return hidden(it) ? NOTHING_TO_SHOW : it;
    }

    private static boolean plain(int it) {
        return it >= ' ' && it < DELETE;
    }

    private static boolean hidden(int it) {
        return (it >= DELETE && it < CONTROLS_END)
                || (it >= 0x200e && it <= 0x200f)
                || (it >= 0x2028 && it <= 0x202e)
                || (it >= 0x2066 && it <= 0x2069)
                || it == 0x061c
                || (it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE);
    }
}
