package dev.skerry.cli.api;

import dev.skerry.cli.show.TimeSpan;
import java.time.Duration;

/// Times that options take. What is none is refused as it was typed.
public final class TimeOption {
    private TimeOption() {}

    /// @param option as it is written: `--timeout`
    public static Duration span(String option, String text) throws Failure {
        check(option, text);
        var span = TimeSpan.of(text);
        if (span.isPresent()) return span.get();
        throw Failure.usage(option, text, "at most 3650d");
    }

    /// For a server, which knows how long it may be.
    public static void check(String option, String text) throws Failure {
        if (!TimeSpan.written(text))
            throw Failure.usage(option, text, "a time such as 30s, 2m, 1h30m or 7d");
    }
}
