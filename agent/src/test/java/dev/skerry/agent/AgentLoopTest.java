package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.journal.Journal;
import dev.skerry.kernel.House;
import dev.skerry.kernel.node.Caused;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLoopTest {
    private static final long WAIT_MS = 60_000;

    @TempDir Path data;
    private final WordRoom words = new WordRoom();
    private final AtomicInteger passedOver = new AtomicInteger();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Journal journal;
    private AgentLoop loop;

    @BeforeEach
    void open() throws Exception {
        var empty = House.of(List.of(words.room()));
        journal = Journal.open(data, empty, List.of(), false);
        loop =
                new AgentLoop(
                        "n-1",
                        List.of(words),
                        empty,
                        journal,
                        BootClock.read(),
                        new AgentMetrics(),
                        new AgentTalk(new PrintStream(said, true, StandardCharsets.UTF_8)),
                        () -> {});
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    private void caused(String word) {
        loop.caused(words.room(), new Caused<>(1, () -> word, passedOver::incrementAndGet));
    }

    private Thread started() {
        return Thread.ofPlatform().daemon().start(loop::run);
    }

    private static void end(Thread running) throws InterruptedException {
        running.interrupt();
        running.join(WAIT_MS);
    }

    /// A server that is newer than this agent says what takes every agent of the fleet down: it
    /// must not.
    @Test
    void aMessageOfAServerThatTheMachineFailsOnIsPassedOver() throws Exception {
        for (int i = 0; i < 100; i++) caused("poison");
        caused("circle");
        caused("deaf");
        caused("well");
        var running = started();
        words.await("well");
        end(running);
        assertEquals(List.of("deaf", "well"), words.state(loop.house()));
        assertEquals(101, passedOver.get());
        var lines = said.toString(StandardCharsets.UTF_8);
        assertTrue(lines.lines().count() < 60, lines);
        assertTrue(lines.contains("\"words\" fails on a message, which is passed over"), lines);
    }

    /// Nobody says it again: the next agent looks at all that runs.
    @Test
    void whatTheNodeItselfHasSeenIsNeverPassedOver() {
        loop.post(words.room(), "poison");
        var bug = assertThrows(IllegalStateException.class, loop::run);
        assertEquals("poison", bug.getMessage());
    }

    @Test
    void anEffectThatIsNotCarriedOutIsNotLost() {
        caused("idle");
        assertThrows(IllegalStateException.class, loop::run);
        assertEquals(0, passedOver.get());
    }

    @Test
    void aFaultOfAMessageThatComesAgainAnywayCostsItOnly() throws Exception {
        loop.postAgain(words.room(), "poison");
        loop.post(words.room(), "well");
        var running = started();
        words.await("well");
        end(running);
    }

    /// A tick that is refused leaves its room due: an idle node would turn in circles, on a whole
    /// core.
    @Test
    void aRefusedTickIsNotAskedForWithoutPause() throws Exception {
        loop.post(words.room(), "due");
        long startNs = System.nanoTime();
        var running = started();
        words.awaitTicks(3);
        end(running);
        long paused = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs) / 50;
        assertTrue(words.ticks() <= paused + 2, words.ticks() + " in " + paused + " pauses");
    }
}
