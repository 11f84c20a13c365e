package dev.skerry.agent.facts;

/// Quantities as people write them: `512MiB`, `1.5GHz`, `5%`.
public final class Quantity {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    /// More is a mistake: 1,024 TiB.
    private static final long BYTES_MAX = 1L << 50;

    private Quantity() {}

    /// Bytes; -1 when the text is no size.
    public static long bytes(String text) {
        for (int i = SIZES.length - 1; i >= 0; i--) {
            if (!text.endsWith(SIZES[i])) continue;
            double number = number(text, SIZES[i]);
            double bytes = number * (1L << (10 * i));
            return number < 0 || bytes > BYTES_MAX ? -1 : (long) bytes;
        }
        return -1;
    }

    /// MHz; -1 when the text is no frequency.
    static long mhz(String text) {
        double mhz = number(text, "MHz");
        if (mhz < 0) mhz = 1_000 * number(text, "GHz");
        return mhz < 0 || mhz > 10_000_000 ? -1 : (long) mhz;
    }

    /// Hundredths; -1 when the text is no percentage from 0 to 100.
    static double percent(String text) {
        double percent = number(text, "%");
        return percent < 0 || percent > 100 ? -1 : percent;
    }

    /// A number that is not negative; -1 when it is none.
    static double number(String text) {
        return number(text, "");
    }

    private static double number(String text, String unit) {
        if (!text.endsWith(unit)) return -1;
        var digits = text.substring(0, text.length() - unit.length()).strip();
        if (digits.isEmpty() || digits.length() > 15) return -1;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) return -1;
        }
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
