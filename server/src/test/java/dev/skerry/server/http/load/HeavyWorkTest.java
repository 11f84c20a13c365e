package dev.skerry.server.http.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Declined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HeavyWorkTest {
    private final HeavyWork heavy = new HeavyWork(1);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private static void await(BooleanSupplier condition) {
        long untilNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < untilNs, "it did not become so");
            Thread.onSpinWait();
        }
    }

    /// Waits in a thread of its own, and says its name when it has its turn.
    private Thread waits(String owner, String name) {
        int before = heavy.waiting();
        var thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var _ = heavy.turn(owner)) {
                                done.add(name);
                            } catch (InterruptedException | Declined e) {
                                done.add(name + " " + e.getClass().getSimpleName());
                            }
                        });
        threads.add(thread);
        await(() -> heavy.waiting() > before);
        return thread;
    }

    private String next() throws InterruptedException {
        return String.valueOf(done.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsIsServedInRotation() throws Exception {
        var turn = heavy.turn("ada");
        assertNull(heavy.atOnce("bob"));
        for (int i = 1; i <= 3; i++) waits("ada", "ada " + i);
        for (int i = 1; i <= 2; i++) waits("bob", "bob " + i);
        waits("eve", "eve 1");
        turn.close();
        var all = new ArrayList<String>();
        for (int i = 0; i < 6; i++) all.add(next());
        assertEquals(List.of("ada 1", "bob 1", "eve 1", "ada 2", "bob 2", "ada 3"), all);
        for (var thread : threads) thread.join();
        try (var free = heavy.atOnce("bob")) {
            assertNotNull(free);
        }
    }

    @Test
    void onlySoManyWait() throws Exception {
        try (var _ = heavy.turn("ada")) {
            for (int i = 0; i < HeavyWork.WAITING_OF_ONE_MAX; i++) waits("eve", "eve");
            var refused = assertThrows(Declined.class, () -> heavy.turn("eve"));
            assertEquals(503, refused.problem().status());
            assertEquals("2", refused.answer().headers().get("Retry-After"));
            waits("bob", "bob");
        }
        for (int i = 0; i <= HeavyWork.WAITING_OF_ONE_MAX; i++) next();
        assertEquals(0, heavy.waiting());
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() throws Exception {
        var turn = heavy.turn("ada");
        waits("bob", "bob").interrupt();
        assertEquals("bob InterruptedException", next());
        assertEquals(0, heavy.waiting());
        turn.close();
        try (var free = heavy.atOnce("ada")) {
            assertNotNull(free, "nothing is lost with who left");
        }
    }

    /// Long polls are heavy when they are answered, not while they wait.
    @Test
    void whoWaitsForNewsLeavesHisTurn() throws Exception {
        var news = new Semaphore(0);
        var begun = new Semaphore(0);
        var polling =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var _ = heavy.turn("ada")) {
                                HeavyWork.beside(() -> {
                                    begun.release();
                                    news.acquire();
                                    return true;
                                });
                                done.add("news");
                            } catch (InterruptedException | Declined e) {
                                done.add(e.toString());
                            }
                        });
        assertTrue(begun.tryAcquire(20, TimeUnit.SECONDS));
        try (var other = heavy.atOnce("bob")) {
            assertNotNull(other);
            news.release();
            await(() -> heavy.waiting() == 1);
        }
        assertEquals("news", next());
        polling.join();
        HeavyWork.beside(() -> done.add("without a turn it is nothing"));
        try (var free = heavy.atOnce("bob")) {
            assertNotNull(free);
        }
    }

    @Test
    void whatIsDoneEarlyIsOver() throws Exception {
        try (var _ = heavy.turn("ada")) {
            HeavyWork.over();
            try (var other = heavy.atOnce("bob")) {
                assertNotNull(other);
            }
        }
        try (var turn = heavy.atOnce("ada")) {
            assertNotNull(turn);
            assertNull(heavy.atOnce("eve"), "there is one turn, as before");
        }
    }
}
