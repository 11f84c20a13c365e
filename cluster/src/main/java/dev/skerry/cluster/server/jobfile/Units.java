package dev.skerry.cluster.server.jobfile;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Quantities as people write them: `256MiB`, `1.5GiB`, `1GHz`, `1h30m`.
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
    private static final Map<String, Long> DURATIONS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Pattern QUANTITY =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([A-Za-z]{1,3})");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15}(?:ms|s|m|h|d)){1,5}");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

    /// Durations longer than this are a mistake: ten years.
    public static final long DURATION_MAX_MS = 3_650 * 86_400_000L;

    private Units() {}

    /// Bytes.
    public static OptionalLong size(String text) {
        return quantity(text, SIZES);
    }

    /// MHz.
    public static OptionalLong frequency(String text) {
        return quantity(text, FREQUENCIES);
    }

    /// Milliseconds. The units stand in falling order: `1h30m`.
    public static OptionalLong duration(String text) {
        if (!DURATION.matcher(text).matches()) return OptionalLong.empty();
        long sum = 0;
        long unitBefore = Long.MAX_VALUE;
        for (var part = DURATION_PART.matcher(text); part.find(); ) {
            long unit = DURATIONS.getOrDefault(part.group(2), 0L);
            long number = Long.parseLong(part.group(1));
            if (unit >= unitBefore || number > DURATION_MAX_MS / unit) return OptionalLong.empty();
            sum += number * unit;
            unitBefore = unit;
        }
        return sum > DURATION_MAX_MS ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    /// A duration as it would be written: `1h30m`, `500ms`.
    public static String durationText(long ms) {
        if (ms == 0) return "0s";
        var text = new StringBuilder();
        long left = ms;
        for (var unit : new String[] {"d", "h", "m", "s", "ms"}) {
            long each = DURATIONS.getOrDefault(unit, 1L);
            if (left >= each) text.append(left / each).append(unit);
            left %= each;
        }
        return text.toString();
    }

    /// A size as it would be written, exact: `96MiB`, `1000B`.
    public static String sizeText(long bytes) {
        for (var unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long each = SIZES.getOrDefault(unit, 1L);
            if (bytes >= each && bytes % each == 0) return bytes / each + unit;
        }
        return bytes + "B";
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
