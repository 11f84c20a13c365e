package dev.skerry.cli.show;

/// Text in lines that fit: broken between words, or within one that is too long by itself. What
/// goes on is indented as far as the line it belongs to.
public final class Wrapped {
    private static final char ESCAPE = '\u001b';

    private Wrapped() {}

    /// @param columns of the longest line
    public static String to(int columns, String text) {
        var all = new StringBuilder();
        for (var line : text.lines().toList()) wrap(columns, line.stripTrailing(), all);
        return all.toString();
    }

    /// Whether no line of it is longer.
    static boolean fits(int columns, String text) {
        return text.lines().allMatch(line -> fitting(line, columns) == line.length());
    }

    private static void wrap(int columns, String line, StringBuilder all) {
        int blank = line.length() - line.stripLeading().length();
        var indent = " ".repeat(Math.min(blank, columns / 2));
        var rest = line.substring(blank);
        while (true) {
            int end = fitting(rest, columns - indent.length());
            if (end == rest.length()) break;
            int space = rest.lastIndexOf(' ', end);
            int cut = space > 0 ? space : end;
            all.append(indent).append(rest.substring(0, cut).stripTrailing()).append('\n');
            rest = rest.substring(cut).stripLeading();
        }
        all.append(rest.isEmpty() ? "" : indent).append(rest).append('\n');
    }

    /// How many characters of the text fill so many columns; colours fill none.
    private static int fitting(String text, int columns) {
        int filled = 0;
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) == ESCAPE) {
                int end = text.indexOf('m', i);
                i = end < 0 ? text.length() : end + 1;
            } else if (filled++ == columns) {
                return i;
            } else {
                i += Character.charCount(text.codePointAt(i));
            }
        }
        return text.length();
    }
}
