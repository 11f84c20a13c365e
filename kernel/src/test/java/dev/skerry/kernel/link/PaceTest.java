package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void aFewAtOnceAndThenOneInAWhile() {
        var pace = new Pace(3, 100);
        var taken = new ArrayList<Long>();
        for (long tickMs = 50; tickMs <= 400; tickMs++) if (pace.take(tickMs)) taken.add(tickMs);
        assertEquals(List.of(50L, 51L, 52L, 150L, 250L, 350L), taken);
        assertEquals(450, pace.turnTickMs(400));
        assertTrue(pace.take(10_000));
        assertTrue(pace.take(10_000));
        assertTrue(pace.take(10_000));
        assertFalse(pace.take(10_000), "no more than three are saved up");
        assertEquals(10_100, pace.turnTickMs(10_000));
    }

    /// As that of a server does that leads for the first time.
    @Test
    void aClockThatGoesBackBeginsAnew() {
        var pace = new Pace(2, 100);
        assertTrue(pace.take(3_600_000));
        assertTrue(pace.take(3_600_000));
        assertEquals(7, pace.turnTickMs(7));
        assertTrue(pace.take(7));
        assertTrue(pace.take(7));
        assertFalse(pace.take(7));
        assertEquals(107, pace.turnTickMs(7));
    }

    /// In any span there are no more than those at once and one for each pause in it.
    @Test
    void noSpanHasMore() {
        for (long seed = 0; seed < 20; seed++) {
            var dice = new Random(seed);
            var pace = new Pace(1 + dice.nextInt(5), 1 + dice.nextInt(50));
            var taken = new ArrayList<Long>();
            long tickMs = -1_000;
            for (int i = 0; i < 500; i++) {
                tickMs += dice.nextInt(4) == 0 ? dice.nextInt(300) : dice.nextInt(3);
                if (pace.take(tickMs)) taken.add(tickMs);
            }
            bounded(taken, new Random(seed));
        }
    }

    private static void bounded(List<Long> taken, Random same) {
        int atOnce = 1 + same.nextInt(5);
        int everyMs = 1 + same.nextInt(50);
        for (int from = 0; from < taken.size(); from++)
            for (int to = from; to < taken.size(); to++) {
                long spanMs = taken.get(to) - taken.get(from);
                int most = (int) (atOnce + spanMs / everyMs);
                if (to - from + 1 > most) fail("%d in %d ms".formatted(to - from + 1, spanMs));
            }
    }

    @Test
    void aSentenceASecondAndTheCountOfTheOthers() {
        var brevity = new Brevity();
        assertEquals("a", brevity.of("a", 5_000));
        assertNull(brevity.of("b", 5_000));
        assertNull(brevity.of("c", 5_999));
        assertEquals("d (and 2 more like it before)", brevity.of("d", 6_000));
        assertEquals("e", brevity.of("e", 7_000));
    }
}
