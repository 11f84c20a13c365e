package dev.skerry.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.sim.SimMain;
import dev.skerry.sim.SimRooms;
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
        var result = World.run(seed, SimRooms.usual(), World.WorldSettings.QUIET);
        assertEquals(
                "",
                result.broken(),
                () ->
                        "replay: %s%n%s"
                                .formatted(
                                        SimMain.replay(seed), String.join("\n", result.last(40))));
    }

    @Test
    void aSeedIsOneHistory() {
        var once = World.run(7, SimRooms.usual(), World.WorldSettings.QUIET);
        var again = World.run(7, SimRooms.usual(), World.WorldSettings.QUIET);
        assertEquals(once.fingerprint(), again.fingerprint());
    }
}
