package dev.skerry.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.PVector;

/// A room that does wrong costs no other room anything.
class TroubledRoomTest {
    private static final int ENTRY_BYTES_MAX = 4 * 1024 * 1024;

    /// It is woken as often as can be, and notes it.
    private static final Room<PVector<String>, String, String, Object> CLOCK =
            GivenRoom.room("clock", word -> Decision.of(List.of(word)), _ -> 1);

    /// Takes no entry of more than [#ENTRY_BYTES_MAX].
    private record SmallLog(FactLog log) implements FactLog {
        @Override
        public CompletableFuture<Long> append(Batch batch) {
            long bytes = 0;
            for (var act : batch.acts()) for (var told : act.facts()) bytes += told.bytes().length;
            if (bytes > ENTRY_BYTES_MAX) throw new TooLarge(bytes, ENTRY_BYTES_MAX);
            return log.append(batch);
        }

        @Override
        public void close() {}
    }

    /// A leader of these rooms.
    private static final class Led implements AutoCloseable {
        final AtomicReference<Throwable> ended = new AtomicReference<>();
        final Leader leader;
        private final MemoryLog log;

        Led(List<Room<?, ?, ?, ?>> rooms) throws Exception {
            leader = new Leader(House.of(rooms), new ServerClock(), new ServerMetrics());
            log = new MemoryLog(leader.follower());
            leader.start(new SmallLog(log), ended::set);
            assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
        }

        Applied asked(Room<?, String, ?, ?> room, String word) throws Exception {
            return leader.submit(room, word, Caller.SERVERS).get(20, SECONDS);
        }

        @Override
        public void close() {
            leader.close();
            log.close();
        }
    }

    private static Decision<String, Object> wrong(String how) {
        return switch (how) {
            case "no entry holds it" -> Decision.of(List.of("x".repeat(ENTRY_BYTES_MAX + 1)));
            case "no batch holds it" -> Decision.of(List.of("x".repeat(16 * 1024 * 1024)));
            case "throws" -> throw new IllegalStateException("it has no answer");
            case "never ends" -> wrong(how);
            case "wants what cannot be" -> Decision.of(List.of("rung"), List.of("ring the bell"));
            case "refuses" -> Decision.refuse(new Refusal.Unavailable("Not today."));
            default -> throw new AssertionError(how);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no entry holds it",
                "no batch holds it",
                "throws",
                "never ends",
                "wants what cannot be",
                "refuses"
            })
    void aRoomWhoseTickFailsStopsTimeForNoOther(String how) throws Exception {
        var woken = new AtomicInteger();
        goesOn(
                woken,
                word -> {
                    if (!word.equals("tick")) return Decision.of(List.of(word));
                    woken.incrementAndGet();
                    return wrong(how);
                },
                _ -> 1);
    }

    @Test
    void aRoomThatCannotSayWhenItIsWokenStopsTimeForNoOther() throws Exception {
        var woken = new AtomicInteger();
        goesOn(
                woken,
                word -> Decision.of(List.of(word)),
                _ -> {
                    woken.incrementAndGet();
                    throw new IllegalStateException("it does not know");
                });
    }

    /// It is woken, in vain, and the others go on, and so does its own work.
    private static void goesOn(
            AtomicInteger woken,
            Function<String, Decision<String, Object>> deciding,
            ToLongFunction<Integer> waking)
            throws Exception {
        var odd = GivenRoom.room("odd", deciding, waking);
        try (var led = new Led(List.of(odd, CLOCK))) {
            long deadline = System.nanoTime() + SECONDS.toNanos(20);
            int before = -1;
            while (before < 0 || led.leader.now().of(CLOCK).size() < before + 3) {
                assertTrue(System.nanoTime() < deadline, "time stands still");
                assertNull(led.ended.get());
                if (before < 0 && woken.get() > 0) before = led.leader.now().of(CLOCK).size();
                led.leader.awaitNewer(led.leader.now().index(), Duration.ofMillis(50));
            }
            assertInstanceOf(Applied.Done.class, led.asked(odd, "more"));
            assertEquals(List.of("more"), List.copyOf(led.leader.now().of(odd)));
        }
    }

    private static final Room<PVector<String>, String, String, Object> ELSEWHERE =
            GivenRoom.room("elsewhere", word -> Decision.of(List.of(word)));

    /// What each word asks of the world.
    private static Decision<String, Object> wanting(String word) {
        return switch (word) {
            case "bell" -> Decision.of(List.of(word), List.of("ring the bell"));
            case "bells" -> Decision.of(List.of(word), List.of(new Ask<>(CLOCK, "of"), "ring"));
            case "elsewhere" -> Decision.of(List.of(word), List.of(new Ask<>(ELSEWHERE, "here")));
            case "no fact" -> Decision.of(List.of(), List.of("ring the bell"));
            default -> Decision.of(List.of(word));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"bell", "bells", "elsewhere", "no fact"})
    void whatNobodyCanCarryOutChangesNothing(String word) throws Exception {
        var odd = GivenRoom.room("odd", TroubledRoomTest::wanting);
        var quiet = GivenRoom.room("clock", it -> Decision.of(List.of(it)));
        try (var led = new Led(List.of(odd, quiet))) {
            var failed = assertThrows(ExecutionException.class, () -> led.asked(odd, word));
            assertInstanceOf(Undecided.class, failed.getCause());
            assertInstanceOf(Applied.Done.class, led.asked(odd, "fine"));
            assertEquals(List.of("fine"), List.copyOf(led.leader.now().of(odd)));
            assertEquals(List.of(), List.copyOf(led.leader.now().of(quiet)));
        }
    }

    /// What is in a message, and in what a machine throws, may be secret.
    @Test
    void onlyTheKindOfAFailureIsTold() throws Exception {
        var odd =
                GivenRoom.room(
                        "odd",
                        word -> {
                            throw new IllegalStateException("no such word: " + word);
                        });
        try (var led = new Led(List.of(odd))) {
            var failed = assertThrows(ExecutionException.class, () -> led.asked(odd, "hunter2"));
            var told = failed.getCause() + "";
            assertTrue(told.contains("a String for odd could not be decided"), told);
            assertTrue(told.contains("IllegalStateException at TroubledRoomTest.java:"), told);
            for (Throwable cause = failed; cause != null; cause = cause.getCause())
                assertFalse(cause.toString().contains("hunter2"), cause::toString);
        }
    }
}
