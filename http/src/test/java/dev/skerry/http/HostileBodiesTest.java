package dev.skerry.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies grown from the words of JSON: each is an object, or declined with a sentence.
class HostileBodiesTest {
    private static final int BODIES = 20_000;
    private static final List<String> WORDS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "\"eligible\"",
                    "\"a\"",
                    "\"\\u12\"",
                    "\"\\uzzzz\"",
                    "\"\\ud800\"",
                    "\"\\x\"",
                    "\"",
                    "true",
                    "tru",
                    "null",
                    "0",
                    "-",
                    "-1",
                    "1.5",
                    "1e5",
                    "1e999999999",
                    "1e99999999999999",
                    "-1e-999999999",
                    "9".repeat(19),
                    "9".repeat(400),
                    "0x1",
                    "NaN",
                    " ",
                    "\u0000",
                    "/*");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBodyIsAnswered(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < BODIES; i++) {
            var body = new StringBuilder("{\"a\":");
            if (random.nextBoolean()) body.append(one(random));
            if (random.nextBoolean()) body.append(",\"b\":").append(one(random)).append('}');
            for (int word = random.nextInt(5); word > 0; word--) body.append(one(random));
            read(random.nextInt(9) == 0 ? body.substring(5) : body.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 1_000_000})
    void aWordThatComesAgainAndAgainIsAnswered(int times) {
        for (var word : WORDS) {
            var many = word.repeat(Math.min(times, Request.BODY_BYTES_MAX / word.length()));
            for (var start : List.of("", "{\"a\":", "{\"a\":[", "{")) read(start + many + "}");
        }
        read("{\"a\":".repeat(Math.min(times, 200_000)));
    }

    private static String one(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static void read(String body) {
        try {
            Bodies.object(Asked.with(body), Set.of());
        } catch (Declined e) {
            assertTrue(!String.valueOf(e.getMessage()).isEmpty());
        }
    }
}
