package dev.skerry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "500ms, 500",
        "1m30s, 90000",
        "1h, 3600000",
        "2d3h4m5s6ms, 183845006",
        "3650d, 315360000000",
    })
    void aDurationIsReadAndWritten(String text, long ms) {
        assertEquals(ms, Durations.ms(text).orElseThrow());
        assertEquals(text, Text.duration(ms));
    }

    @ParameterizedTest
    @CsvSource({"90s, 1m30s", "60m, 1h", "1500ms, 1s500ms", "0h, 0s"})
    void itIsWrittenInItsLargestUnits(String text, String written) {
        assertEquals(written, Text.duration(Durations.ms(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "-1s",
                "1.5h",
                "1S",
                "1s1s",
                "1s1m",
                "1h 1m",
                " 1s",
                "1s\n",
                "3651d",
                "3650d1ms",
                "1d2h3m4s5ms6ms",
                "9999999999999999s",
                "999999999999999d",
                "١s",
                "1w"
            })
    void anythingElseIsNone(String text) {
        assertTrue(Durations.ms(text).isEmpty());
    }
}
