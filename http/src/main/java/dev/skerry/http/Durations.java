package dev.skerry.http;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Durations as people write them: `1h30m`, `500ms`.
public final class Durations {
    /// Longer ones are a mistake: ten years.
    public static final long MAX_MS = 3_650 * 86_400_000L;

    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Pattern WHOLE = Pattern.compile("([0-9]{1,15}(?:ms|s|m|h|d)){1,5}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");

    private Durations() {}

    /// Milliseconds; empty: it is no duration. The units stand in falling order.
    public static OptionalLong ms(String text) {
        if (!WHOLE.matcher(text).matches()) return OptionalLong.empty();
        long sum = 0;
        long unitBefore = Long.MAX_VALUE;
        for (var part = PART.matcher(text); part.find(); ) {
            long unit = UNITS.getOrDefault(part.group(2), 0L);
            long number = Long.parseLong(part.group(1));
            if (unit >= unitBefore || number > MAX_MS / unit) return OptionalLong.empty();
            sum += number * unit;
            unitBefore = unit;
        }
        return sum > MAX_MS ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    /// A duration as it would be written.
    public static String text(long ms) {
        if (ms == 0) return "0s";
        var text = new StringBuilder();
        long left = ms;
        for (var unit : new String[] {"d", "h", "m", "s", "ms"}) {
            long each = UNITS.getOrDefault(unit, 1L);
            if (left >= each) text.append(left / each).append(unit);
            left %= each;
        }
        return text.toString();
    }
}
