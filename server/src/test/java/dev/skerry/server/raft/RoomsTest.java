package dev.skerry.server.raft;

import static dev.skerry.server.Hashes.HASHES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.Sight;
import dev.skerry.server.Applied;
import dev.skerry.server.Hashes;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two rooms in one log.
class RoomsTest {
    private static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");

    /// Counts, but never further than there are words; it asks for a word at each ten.
    static final Room<Long, Long, Long, Ask<String>> COUNT =
            new Room<>("count", new Counting(), new Numbers());

    @TempDir Path folder;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    private record Counting() implements Machine<Long, Long, Long, Ask<String>> {
        @Override
        public Long empty() {
            return 0L;
        }

        @Override
        public Decision<Long, Ask<String>> decide(Sight<Long> sight, Long more, Now now) {
            long next = sight.own() + more;
            if (next > 10 * (sight.of(HASHES).size() + 1L))
                return Decision.refuse(new Refusal.Full("The count", sight.own(), "words"));
            var asks = next % 10 == 0 ? List.of(new Ask<>(HASHES, "at " + next)) : null;
            return Decision.of(List.of(next), asks == null ? List.of() : asks);
        }

        @Override
        public Long apply(Long state, Long fact) {
            return fact;
        }
    }

    private record Numbers() implements Form<Long>, Saved<Long> {
        @Override
        public byte[] encode(Long number) {
            return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Long decode(byte[] bytes) throws Malformed {
            try {
                return Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                throw new Malformed("no number", e);
            }
        }

        @Override
        public Room<Long, ?, ?, ?> room() {
            return COUNT;
        }

        @Override
        public void write(Long state, OutputStream to) throws IOException {
            to.write(encode(state));
        }

        @Override
        public Long read(InputStream from) throws IOException {
            try {
                return decode(from.readAllBytes());
            } catch (Malformed e) {
                throw new IOException(e);
            }
        }
    }

    private static List<Saved<?>> both() {
        var all = new ArrayList<Saved<?>>(Hashes.SAVED);
        all.add(new Numbers());
        return all;
    }

    /// A leader on the log in the folder, for as long as something is done with it.
    private void with(List<Saved<?>> rooms, Doing doing) throws Exception {
        var house = House.of(rooms.stream().map(Saved::room).toList());
        try (var leader = new Leader(house, new ServerClock(), new ServerMetrics());
                var log =
                        new RatisLog(
                                folder.resolve("raft"),
                                leader.follower(),
                                rooms,
                                broken::complete)) {
            leader.start(log, broken::complete);
            doing.with(leader);
        }
    }

    private interface Doing {
        void with(Leader leader) throws Exception;
    }

    private static Applied count(Leader leader, long more) throws Exception {
        return leader.submit(COUNT, more, ADA).get(10, SECONDS);
    }

    @Test
    void oneReadsAnotherAndAsksIt() throws Exception {
        with(
                both(),
                leader -> {
                    assertTrue(leader.awaitLeadership(Duration.ofSeconds(20)));
                    var callers = new CopyOnWriteArrayList<String>();
                    leader.listen((_, batch, _) -> {
                        for (var act : batch.acts())
                            for (var told : act.facts())
                                callers.add(act.caller() + " " + told.room());
                    });
                    assertInstanceOf(Applied.Done.class, count(leader, 10));
                    long deadline = System.nanoTime() + SECONDS.toNanos(20);
                    while (leader.now().of(HASHES).isEmpty()) {
                        assertTrue(System.nanoTime() < deadline, "what was asked is done");
                        leader.awaitNewer(leader.now().index(), Duration.ofSeconds(1));
                    }
                    assertEquals(List.of("at 10"), leader.now().of(HASHES));
                    assertInstanceOf(Applied.Done.class, count(leader, 3));
                    assertInstanceOf(Applied.Refused.class, count(leader, 30));
                    while (callers.size() < 3) { // listeners hear of it a moment later
                        assertTrue(System.nanoTime() < deadline, callers + "");
                        leader.awaitNewer(leader.now().index(), Duration.ofMillis(20));
                    }
                    assertEquals(
                            List.of("person:ada count", "server hashes", "person:ada count"),
                            callers.subList(0, 3));
                });
    }

    @Test
    void bothAreThereAgainAndARoomThatIsMissingIsNamed() throws Exception {
        with(
                both(),
                leader -> {
                    assertTrue(leader.awaitLeadership(Duration.ofSeconds(20)));
                    assertInstanceOf(Applied.Done.class, count(leader, 3));
                    leader.submit(HASHES, "word", ADA).get(10, SECONDS);
                });
        with(
                both(),
                leader -> {
                    assertTrue(leader.awaitLeadership(Duration.ofSeconds(20)));
                    assertEquals(3L, leader.now().of(COUNT));
                    assertEquals(List.of("word"), leader.now().of(HASHES));
                });
        String said;
        try {
            with(Hashes.SAVED, _ -> broken.get(20, SECONDS));
            said = "" + broken.get(20, SECONDS).getMessage();
        } catch (IOException e) {
            said = "" + e.getMessage();
        }
        assertTrue(said.contains("count"), said);
        assertTrue(said.contains("this build does not have"), said);
    }
}
