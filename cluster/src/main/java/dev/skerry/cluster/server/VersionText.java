package dev.skerry.cluster.server;

import java.util.Locale;
import java.util.Set;

/// A version as people write it, compared as Debian and semantic versions are: numbers by their
/// value, words by their letters. Words of what comes before a release come before it, other words
/// after it; what follows a `+` does not count.
///
/// `9 < 12 < 12.0.1`, `25-ea < 25`, `6.1.0-13 < 6.1.0-13-arm64 < 6.1.0-21`, `1.2.0+x = 1.2.0`.
record VersionText(String text) implements Comparable<VersionText> {
    private static final Set<String> BEFORE_RELEASE =
            Set.of(
                    "a",
                    "alpha",
                    "b",
                    "beta",
                    "cr",
                    "dev",
                    "ea",
                    "m",
                    "milestone",
                    "nightly",
                    "pre",
                    "preview",
                    "rc",
                    "snapshot");

    boolean atLeast(String other) {
        return compareTo(new VersionText(other)) >= 0;
    }

    boolean below(String other) {
        return compareTo(new VersionText(other)) < 0;
    }

    boolean same(String other) {
        return compareTo(new VersionText(other)) == 0;
    }

    @Override
    public int compareTo(VersionText other) {
        var a = new Parts(text);
        var b = new Parts(other.text);
        while (true) {
            var left = a.next();
            var right = b.next();
            if (left.isEmpty() && right.isEmpty()) return 0;
            int order = compare(left, right);
            if (order != 0) return order;
        }
    }

    /// `""` stands for the end; a missing number counts as 0.
    private static int compare(String left, String right) {
        boolean leftNumber = left.isEmpty() ? number(right) : number(left);
        boolean rightNumber = right.isEmpty() ? number(left) : number(right);
        if (leftNumber && rightNumber) return compareNumbers(left, right);
        if (leftNumber != rightNumber) return leftNumber ? 1 : -1;
        if (left.isEmpty()) return beforeRelease(right) ? 1 : -1;
        if (right.isEmpty()) return beforeRelease(left) ? -1 : 1;
        return Integer.signum(left.compareTo(right));
    }

    private static int compareNumbers(String left, String right) {
        var a = withoutZeros(left);
        var b = withoutZeros(right);
        if (a.length() != b.length()) return Integer.compare(a.length(), b.length());
        return Integer.signum(a.compareTo(b));
    }

    private static String withoutZeros(String digits) {
        int i = 0;
        while (i < digits.length() && digits.charAt(i) == '0') i++;
        return digits.substring(i);
    }

    private static boolean beforeRelease(String word) {
        return BEFORE_RELEASE.contains(word.toLowerCase(Locale.ROOT));
    }

    private static boolean number(String part) {
        return !part.isEmpty() && Character.isDigit(part.charAt(0));
    }

    /// Runs of digits and runs of letters; what is between them only parts them, and `+` ends.
    private static final class Parts {
        private final String text;
        private int at;

        Parts(String text) {
            int build = text.indexOf('+');
            var release = build < 0 ? text : text.substring(0, build);
            this.text = release.startsWith("v") ? release.substring(1) : release;
        }

        String next() {
            while (at < text.length() && kind(text.charAt(at)) == 0) at++;
            int from = at;
            while (at < text.length() && kind(text.charAt(at)) == kind(text.charAt(from))) at++;
            return text.substring(from, at);
        }

        private static int kind(char c) {
            if (c >= '0' && c <= '9') return 1;
            return Character.isLetter(c) ? 2 : 0;
        }
    }
}
