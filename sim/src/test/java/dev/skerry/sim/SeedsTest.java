package dev.skerry.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two hundred histories; each is a test. A red one prints how to replay it.
final class SeedsTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverHappensItHolds(long seed) {
        var result = World.run(seed, false);
        assertEquals(
                "",
                result.broken(),
                () ->
                        "replay: ./skerry sim --seed %d --print%n%s"
                                .formatted(seed, result.lastLines()));
    }

    @Test
    void aSeedIsOneHistory() {
        assertEquals(World.run(7, false).fingerprint(), World.run(7, false).fingerprint());
    }
}
