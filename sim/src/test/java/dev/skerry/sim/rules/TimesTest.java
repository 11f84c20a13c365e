package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.show.TimeSpan;
import dev.skerry.http.Durations;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The command line shares no code with the servers, and what one of them takes for a time the
/// other one takes too.
class TimesTest {
    private static final String[] PARTS = {
        "1", "30", "07", "0", "3650", "d", "h", "m", "s", "ms", " ", "-", ".", "D"
    };

    @Test
    void commandLineAndServersReadTimesAlike() {
        var dice = new Random(1);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int more = dice.nextInt(7); more > 0; more--)
                text.append(PARTS[dice.nextInt(PARTS.length)]);
            var time = Durations.ms(text.toString());
            var span = TimeSpan.of(text.toString());
            assertEquals(time.isPresent(), span.isPresent(), text::toString);
            if (time.isPresent()) assertEquals(time.getAsLong(), span.get().toMillis(), text + "");
            if (time.isPresent()) read++;
        }
        assertTrue(read > 500, read + " times");
    }
}
