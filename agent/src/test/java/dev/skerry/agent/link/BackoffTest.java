package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackoffTest {
    private static final long MISSED_AFTER_MS = 4_000;

    @TempDir Path folder;

    @Test
    void nobodyKnowsHowLongTheServersWait() {
        assertTrue(longest(new Backoff(new SplittableRandom(1), 0)) > 20_000);
    }

    @Test
    void sleepsHalfOfWhatTheServersWait() {
        var backoff = new Backoff(new SplittableRandom(1), 0);
        backoff.welcomed(MISSED_AFTER_MS);
        long longest = longest(backoff);
        assertTrue(longest > 1_500 && longest <= MISSED_AFTER_MS / 2, longest + " ms");
    }

    /// A server that welcomes a node and throws it out, over and over, or a room that breaks each
    /// link: else ten thousand nodes are thirty thousand handshakes a second.
    @Test
    void aLinkThatBreaksSoonIsDialledLaterAndLater() {
        var backoff = new Backoff(new SplittableRandom(1), 0);
        long all = 0;
        for (int i = 0; i < 100; i++) {
            backoff.welcomed(MISSED_AFTER_MS);
            backoff.lasted(MISSED_AFTER_MS / 2 - 1);
            all += backoff.nextMs();
        }
        assertTrue(all > 100 * MISSED_AFTER_MS / 5, all + " ms");
    }

    @Test
    void aLinkThatWasGoodIsDialledAgainSoon() {
        var backoff = new Backoff(new SplittableRandom(1), 0);
        for (int i = 0; i < 100; i++) {
            backoff.nextMs();
            backoff.welcomed(MISSED_AFTER_MS);
            backoff.lasted(MISSED_AFTER_MS / 2);
            assertTrue(backoff.nextMs() <= 500);
        }
    }

    /// Servers and nodes lost their power together, and the node is up first.
    @Test
    void knowsHowLongTheServersWaitAfterARestart() {
        new Patience(folder).keep(MISSED_AFTER_MS);
        var known = new Patience(folder).missedAfterMs();
        assertEquals(MISSED_AFTER_MS, known);
        assertTrue(longest(new Backoff(new SplittableRandom(1), known)) <= MISSED_AFTER_MS / 2);
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws Exception {
        for (var text : new String[] {"", "4 s", "-1", "9".repeat(500)}) {
            Files.writeString(folder.resolve("missed-after-ms"), text);
            assertEquals(0, new Patience(folder).missedAfterMs(), text);
        }
        Files.delete(folder.resolve("missed-after-ms"));
        Files.createDirectory(folder.resolve("missed-after-ms"));
        var patience = new Patience(folder);
        patience.keep(MISSED_AFTER_MS);
        assertEquals(0, patience.missedAfterMs(), "what could not be kept is tried again");
    }

    private static long longest(Backoff backoff) {
        return LongStream.range(0, 1_000).map(_ -> backoff.nextMs()).max().orElseThrow();
    }
}
