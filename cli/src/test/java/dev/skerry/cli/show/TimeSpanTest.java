package dev.skerry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({
        "30s, 30000",
        "1h30m, 5400000",
        "2m5ms, 120005",
        "1d, 86400000",
        "2d3h4m5s6ms, 183845006",
        "0s, 0",
        "3650d, 315360000000"
    })
    void aTimeIsReadInAnyOfItsUnits(String text, long ms) {
        assertEquals(Optional.of(Duration.ofMillis(ms)), TimeSpan.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "30m1h",
                "1s1s",
                "-1s",
                "1.5h",
                "1 h",
                "1H",
                "3651d",
                "999999999999d",
                "1s\n",
                "\u0661s"
            })
    void anythingElseIsNone(String text) {
        assertEquals(Optional.empty(), TimeSpan.of(text));
    }
}
