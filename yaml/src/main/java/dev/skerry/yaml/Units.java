package dev.skerry.yaml;

import dev.skerry.kernel.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Quantities as people write them: `256MiB`, `1.5GiB`, `1GHz`.
public final class Units {
    private static final Map<String, Long> SIZES =
            Map.of(
                    "B", 1L,
                    "KiB", 1L << 10,
                    "MiB", 1L << 20,
                    "GiB", 1L << 30,
                    "TiB", 1L << 40,
                    "kB", 1_000L,
                    "MB", 1_000_000L,
                    "GB", 1_000_000_000L,
                    "TB", 1_000_000_000_000L);
    private static final Map<String, Long> FREQUENCIES = Map.of("MHz", 1L, "GHz", 1_000L);

    private static final Pattern QUANTITY =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([A-Za-z]{1,3})");

    private Units() {}

    /// Bytes.
    public static OptionalLong size(String text) {
        return quantity(text, SIZES);
    }

    /// MHz.
    public static OptionalLong frequency(String text) {
        return quantity(text, FREQUENCIES);
    }

    /// A size as it would be written, exact: `96MiB`, `1000B`.
    public static String sizeText(long bytes) {
        return Text.size(bytes);
    }

    private static OptionalLong quantity(String text, Map<String, Long> units) {
        var match = QUANTITY.matcher(text);
        if (!match.matches()) return OptionalLong.empty();
        var unit = units.get(match.group(2));
        if (unit == null) return OptionalLong.empty();
        var exact = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(unit));
        if (exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) return OptionalLong.empty();
        return OptionalLong.of(exact.setScale(0, RoundingMode.HALF_UP).longValue());
    }
}
