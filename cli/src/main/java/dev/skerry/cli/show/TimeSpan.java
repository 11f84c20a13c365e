package dev.skerry.cli.show;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as people write them: `1h30m`, `500ms`. They are read as servers read them, which a test
/// compares: the command line itself knows nothing of a server but its HTTP API.
public final class TimeSpan {
    /// Longer ones are a mistake: ten years.
    private static final Duration MAX = Duration.ofDays(3_650);

    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?:([0-9]{1,12})%s)?".repeat(UNITS.length).formatted((Object[]) UNITS));

    private TimeSpan() {}

    /// Empty: it is none. The units stand in falling order.
    public static Optional<Duration> of(String text) {
        var parts = WRITTEN.matcher(text);
        if (text.isEmpty() || !parts.matches()) return Optional.empty();
        var sum = Duration.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            var digits = parts.group(i + 1);
            if (digits != null) sum = sum.plus(of(UNITS[i], Long.parseLong(digits)));
        }
        return sum.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(sum);
    }

    /// Whether it is written as one, however long that is.
    public static boolean written(String text) {
        return !text.isEmpty() && WRITTEN.matcher(text).matches();
    }

    private static Duration of(String unit, long number) {
        return switch (unit) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMillis(number);
        };
    }
}
