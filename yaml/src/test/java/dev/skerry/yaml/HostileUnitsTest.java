package dev.skerry.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Durations;
import dev.skerry.kernel.Text;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Quantities grown from digits and units: each is a number within its bounds, or none.
class HostileUnitsTest {
    private static final int TEXTS = 50_000;
    private static final List<String> PARTS =
            List.of(
                    "0",
                    "1",
                    "9",
                    "999999999999999",
                    "9223372036854775807",
                    ".",
                    ".5",
                    "-",
                    "+",
                    "e9",
                    " ",
                    "B",
                    "KiB",
                    "TiB",
                    "GB",
                    "MHz",
                    "GHz",
                    "ms",
                    "s",
                    "m",
                    "h",
                    "d",
                    "\u0661",
                    "\uff11",
                    "\n",
                    "\u0000",
                    "NaN",
                    "Infinity",
                    "0x1p3",
                    "_",
                    "l");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsAQuantityOrNone(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < TEXTS; i++) {
            var text = text(random);
            var duration = Durations.ms(text);
            if (duration.isPresent()) {
                long ms = duration.getAsLong();
                assertTrue(ms >= 0 && ms <= Durations.MAX_MS, text);
                assertEquals(duration, Durations.ms(Text.duration(ms)), text);
            }
            var size = Units.size(text);
            assertTrue(size.orElse(0) >= 0, text);
            if (size.isPresent() && size.getAsLong() < 1_000_000_000_000_000L)
                assertEquals(size, Units.size(Units.sizeText(size.getAsLong())), text);
            assertTrue(Units.frequency(text).orElse(0) >= 0, text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void aPartThatComesAgainAndAgainIsNone(int times) {
        for (var part : PARTS) {
            var text = part.repeat(times);
            assertTrue(Durations.ms(text).isEmpty(), part);
            assertTrue(Units.size(text).isEmpty(), part);
            assertTrue(Units.frequency(text).isEmpty(), part);
            assertTrue(Durations.ms("1h".repeat(times)).isEmpty());
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int part = random.nextInt(7); part > 0; part--)
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        return text.toString();
    }
}
