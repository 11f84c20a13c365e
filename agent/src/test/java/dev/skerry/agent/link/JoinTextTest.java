package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people paste in the place of a token.
class JoinTextTest {
    private static final String HALF = "0123456789abcdefABCDEF".repeat(3).substring(0, 64);
    private static final List<String> PARTS =
            List.of(".", "0", "f", "G", "\n", " ", "\u0661", "\uff11", "\ud83d", "\u0000", "..");

    @Test
    void aTokenIsTwoHalves() {
        assertEquals(new JoinText(HALF, HALF), JoinText.parse(HALF + "." + HALF));
        assertNull(JoinText.parse(HALF + HALF));
        assertNull(JoinText.parse(HALF + "." + HALF + "\n"));
        assertNull(JoinText.parse(""));
        assertNull(JoinText.parse("f".repeat(1_000_000)));
    }

    /// One sign is put in, left out or written over.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOtherTextIsNone(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(HALF + "." + HALF);
            for (int change = random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(text.length());
                var part = PARTS.get(random.nextInt(PARTS.size()));
                text.replace(at, at + random.nextInt(2), part);
            }
            boolean token = text.toString().matches("[0-9a-fA-F]{64}\\.[0-9a-fA-F]{64}");
            assertEquals(token, JoinText.parse(text.toString()) != null, text.toString());
        }
    }
}
