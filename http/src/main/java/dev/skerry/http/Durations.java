package dev.skerry.http;

import dev.skerry.kernel.Text;
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

    /// Milliseconds of what somebody has typed; what is not right is refused as it was typed.
    ///
    /// @param field where it stands
    public static long typed(String field, String text, long minMs, long maxMs) throws Declined {
        var ms = ms(text);
        if (ms.isPresent() && ms.getAsLong() >= minMs && ms.getAsLong() <= maxMs)
            return ms.getAsLong();
        throw Declined.field(field, text, should(minMs, maxMs));
    }

    /// What would be right, continuing "it should be ".
    public static String should(long minMs, long maxMs) {
        return "a duration from %s to %s, as 1h30m"
                .formatted(Text.duration(minMs), Text.duration(maxMs));
    }
}
