package dev.skerry.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Durations;
import dev.skerry.kernel.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void unitsReadAndWriteTheSame() {
        for (var text : List.of("0s", "500ms", "30s", "1h30m", "2d", "1d1h1m1s1ms"))
            assertEquals(text, Text.duration(Durations.ms(text).orElseThrow()));
        for (var text : List.of("1B", "3KiB", "96MiB", "1536MiB", "2TiB"))
            assertEquals(text, Units.sizeText(Units.size(text).orElseThrow()));
        for (var text : List.of("", "h", "1", "1m1h", "1h1h", "-1s", "1.5h", "1 h", "4000d"))
            assertTrue(Durations.ms(text).isEmpty(), text);
        for (var text : List.of("", "1", "1M", "256mib", "-1MiB", "1e3MiB", "99999999999999TiB"))
            assertTrue(Units.size(text).isEmpty(), text);
    }
}
