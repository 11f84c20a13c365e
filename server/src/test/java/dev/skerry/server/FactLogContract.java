package dev.skerry.server;

import static dev.skerry.server.Hashes.batch;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.FactLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every log owes its caller. Memory and Raft run the same tests.
public interface FactLogContract {
    FactLog open(Follower follower) throws Exception;

    @Test
    default void givesWhatItAcknowledged() throws Exception {
        var follower = new Follower();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            var first = log.append(batch(term, "a", "b")).get(10, SECONDS);
            assertEquals(List.of("a", "b"), follower.hashes());
            var second = log.append(batch(term, "c")).get(10, SECONDS);
            assertEquals(List.of("a", "b", "c"), follower.hashes());
            assertEquals(List.of(first, second), follower.indexes());
            assertTrue(first < second);
        }
    }

    @Test
    default void keepsTheOrderOfWhatIsAppendedWithoutWaiting() throws Exception {
        var follower = new Follower();
        var names = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            var all = new ArrayList<CompletableFuture<Long>>();
            for (var name : names) all.add(log.append(batch(term, name)));
            for (var each : all) each.get(10, SECONDS);
            assertEquals(names, follower.hashes());
            assertEquals(all.stream().map(CompletableFuture::join).toList(), follower.indexes());
        }
    }

    @Test
    default void confirmsThatItLeads() throws Exception {
        var follower = new Follower();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            log.append(batch(term, "a")).get(10, SECONDS);
            log.confirm().get(10, SECONDS);
            assertEquals(List.of("a"), follower.hashes());
        }
    }

    @Test
    default void dropsWhatWasDecidedInAnotherTerm() throws Exception {
        var follower = new Follower();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            var stale = log.append(batch(term - 1, "stale"));
            assertThrows(ExecutionException.class, () -> stale.get(10, SECONDS));
            log.append(batch(term, "fresh")).get(10, SECONDS);
            assertEquals(List.of("fresh"), follower.hashes());
        }
    }
}
