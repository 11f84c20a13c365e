package dev.skerry.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.server.raft.LogStanding.Behind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandingOnTest {
    private static final Map<String, String> THREE = Map.of("s1", "a:1", "s2", "b:1", "s3", "c:1");

    private final HandingOn handing = new HandingOn();

    private static LogStanding standing(Behind... followers) {
        return new LogStanding("s1", true, 3, THREE, 100, List.of(followers));
    }

    private @Nullable String next(LogStanding standing, long seconds) {
        return handing.next(standing, TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void oneAfterTheOtherWithPausesThatGrow() {
        var all = standing(new Behind("s3", 100, 10), new Behind("s2", 90, 999));
        assertEquals("s2", next(all, 0));
        assertNull(next(all, 4));
        assertEquals("s3", next(all, 5));
        assertNull(next(all, 14));
        assertEquals("s2", next(all, 15));
        assertNull(next(all, 34));
        handing.over();
        assertEquals("s3", next(all, 34));
        assertEquals("s2", next(all, 39), "they begin small again");
        for (int i = 0; i < 20; i++) next(all, 100_000L * i + 100_000);
        assertNull(next(all, 2_000_000 + 599));
        assertEquals("s3", next(all, 2_000_000 + 600), "not for longer than ten minutes");
    }

    @Test
    void onlyWhoIsThereAndCounts() {
        assertNull(next(standing(), 0), "it is one server, or does not lead");
        assertNull(next(standing(new Behind("s2", 90, 1_000), new Behind("s4", 90, 0)), 0));
        assertEquals("s3", next(standing(new Behind("s2", 9, 1_000), new Behind("s3", 9, 0)), 0));
    }
}
