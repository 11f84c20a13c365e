package dev.skerry.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.JoinToken;
import dev.skerry.kernel.FactLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every log owes its caller. Memory and Raft run the same tests.
public interface FactLogContract {
    FactLog<ClusterFact> open(Follower follower) throws Exception;

    static ClusterFact fact(String hash) {
        return new ClusterFact.TokenIssued(new JoinToken(hash, "default", 1, 1, "", "", ""));
    }

    @Test
    default void givesWhatItAcknowledged() throws Exception {
        var follower = new Follower();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            var first = log.append(term, List.of(fact("a"), fact("b"))).get(10, SECONDS);
            assertEquals(List.of("a", "b"), follower.hashes());
            var second = log.append(term, List.of(fact("c"))).get(10, SECONDS);
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
            for (var name : names) all.add(log.append(term, List.of(fact(name))));
            for (var each : all) each.get(10, SECONDS);
            assertEquals(names, follower.hashes());
            assertEquals(all.stream().map(CompletableFuture::join).toList(), follower.indexes());
        }
    }

    @Test
    default void dropsWhatWasDecidedInAnotherTerm() throws Exception {
        var follower = new Follower();
        try (var log = open(follower)) {
            var term = follower.awaitTerm();
            var stale = log.append(term - 1, List.of(fact("stale")));
            assertThrows(ExecutionException.class, () -> stale.get(10, SECONDS));
            log.append(term, List.of(fact("fresh"))).get(10, SECONDS);
            assertEquals(List.of("fresh"), follower.hashes());
        }
    }
}
