package dev.skerry.trust.policy;

import dev.skerry.kernel.Check;
import org.jspecify.annotations.Nullable;

/// A pattern of names, in which `*` stands for any characters, also for none.
///
/// @param pattern as [#SHOULD] says
public record Glob(String pattern) {
    public static final int CHARACTERS_MAX = 64;
    public static final String SHOULD =
            "1 to 64 lower-case letters, digits, hyphens or underscores, and * for any of them, a"
                    + " letter, a digit or * first";

    /// Every name.
    public static final Glob ALL = new Glob("*");

    public Glob {
        Check.check(right(pattern), "a pattern has plain characters");
    }

    /// The pattern of that text; null: it can be none, or nothing can be of it, since no name
    /// begins so. A rule with such a one would be taken for one that holds.
    public static @Nullable Glob parse(String text) {
        boolean begins = right(text) && text.charAt(0) != '-' && text.charAt(0) != '_';
        return begins ? new Glob(text) : null;
    }

    /// Whether the text can be a pattern.
    public static boolean right(String text) {
        boolean fits = !text.isEmpty() && text.length() <= CHARACTERS_MAX;
        return fits && text.chars().allMatch(Glob::right);
    }

    private static boolean right(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        return letter || c == '-' || c == '_' || c == '*';
    }

    /// Whether the name is of the pattern.
    public boolean matches(String name) {
        return matches(pattern, name);
    }

    /// The same for patterns of whatever characters. Each piece between two stars is looked for
    /// once, at its first place behind the piece before it: no name and no pattern makes it look
    /// back, so that it takes at most as many steps for each character of the name as the pattern
    /// has characters.
    public static boolean matches(String pattern, String name) {
        int first = pattern.indexOf('*');
        if (first < 0) return pattern.equals(name);
        int last = pattern.lastIndexOf('*');
        int end = name.length() - (pattern.length() - last - 1);
        boolean ends =
                name.startsWith(pattern.substring(0, first))
                        && name.endsWith(pattern.substring(last + 1));
        if (!ends || end < first) return false;
        int at = first;
        for (int begin = first + 1; begin <= last; ) {
            int star = pattern.indexOf('*', begin);
            var piece = pattern.substring(begin, star);
            int found = name.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) return false;
            at = found + piece.length();
            begin = star + 1;
        }
        return true;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
