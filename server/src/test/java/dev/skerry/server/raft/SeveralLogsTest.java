package dev.skerry.server.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralLogsTest {
    private static final List<String> ALL = List.of("s1", "s2", "s3");

    @TempDir Path folder = Path.of("");

    private SeveralLogs three(long savedEvery) throws Exception {
        var logs = new SeveralLogs(folder, savedEvery);
        for (var id : ALL) logs.start(id);
        logs.follower("s1").awaitTerm();
        logs.configure("s1", "s1", "s2");
        logs.configure("s1", "s1", "s2", "s3");
        return logs;
    }

    private static void append(SeveralLogs logs, String leader, int from, int to) throws Exception {
        long term = logs.follower(leader).awaitTerm();
        for (int i = from; i < to; i++)
            logs.log(leader).append(Hashes.batch(term, "" + i)).get(20, SECONDS);
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }

    private static void has(Follower follower, List<String> all) throws Exception {
        follower.await(it -> it.hashes().equals(all));
    }

    /// The one of them that leads, once one does.
    private static String leader(SeveralLogs logs, List<String> of) throws Exception {
        return leader(logs, of, 0);
    }

    /// The same, in a later term than that.
    private static String leader(SeveralLogs logs, List<String> of, long after) throws Exception {
        long endNs = System.nanoTime() + SECONDS.toNanos(20);
        while (System.nanoTime() < endNs) {
            for (var id : of) {
                var follower = logs.follower(id);
                synchronized (follower) {
                    if (follower.term() > after) return id;
                    follower.wait(10);
                }
            }
        }
        throw new AssertionError("nobody leads");
    }

    @Test
    void whatOneAppendsAllHave() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 50);
            for (var id : ALL) has(logs.follower(id), numbers(50));
            assertEquals(Set.copyOf(ALL), logs.log("s3").standing().members().keySet());
            assertEquals("s1", logs.log("s2").standing().leader());
            assertTrue(logs.log("s2").heard());
        }
    }

    @Test
    void anotherLeadsWhenTheLeaderIsGone() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 20);
            logs.stop("s1");
            var next = leader(logs, List.of("s2", "s3"));
            append(logs, next, 20, 40);
            for (var id : List.of("s2", "s3")) has(logs.follower(id), numbers(40));
            var again = logs.start("s1");
            has(again, numbers(40));
        }
    }

    @Test
    void aLeaderWhoseDiskIsFullHandsOn() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 20);
            logs.fill("s1");
            var next = leader(logs, List.of("s2", "s3"));
            append(logs, next, 20, 40);
            for (var id : List.of("s2", "s3")) has(logs.follower(id), numbers(40));
        }
    }

    /// As Ratis leaves them where a term changes while the disk has no room at all.
    @Test
    void whoseVoteAndMembersAreCutGoesOnAndVotesForNobodyTwice() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 20);
            logs.stop("s2");
            var current = Ratis.ownIn(folder.resolve("s2")).resolve("current");
            for (var each : List.of(RaftFiles.VOTE, RaftFiles.CONFIGURATION))
                Files.write(current.resolve(each), new byte[0]);
            logs.start("s2");
            assertEquals(Set.copyOf(ALL), RatisLog.membersIn(folder.resolve("s2")));
            append(logs, leader(logs, ALL, RatisNotes.TERMS_PASSED_OVER), 20, 40);
            for (var id : ALL) has(logs.follower(id), numbers(40));
        }
    }

    /// Most of them have to have an entry; a leader that cannot reach them promises nothing.
    @Test
    void aLeaderThatIsHeardByNobodyAppendsNothing() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 10);
            long term = logs.follower("s1").awaitTerm();
            logs.mute("s1");
            var lost = logs.log("s1").append(Hashes.batch(term, "lost"));
            var next = leader(logs, List.of("s2", "s3"));
            append(logs, next, 10, 20);
            logs.heal();
            assertThrows(ExecutionException.class, () -> lost.get(20, SECONDS));
            for (var id : ALL) has(logs.follower(id), numbers(20));
            assertEquals(0, logs.follower("s1").term());
        }
    }

    @Test
    void whoLeadsIsSureOfItAndNobodyElse() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 10);
            for (int i = 0; i < 20; i++) logs.log("s1").confirm().get(20, SECONDS);
            unsure(logs, "s2");
            logs.stop("s3");
            logs.log("s1").confirm().get(20, SECONDS);
            logs.stop("s2");
            unsure(logs, "s1");
        }
    }

    /// It takes itself for the leader for a while, and what it has is as it was when it was sure.
    @Test
    void aLeaderThatIsCutOffIsSureOfNothing() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 10);
            logs.log("s1").confirm().get(20, SECONDS);
            logs.mute("s1");
            logs.deafen("s1");
            unsure(logs, "s1");
            var next = leader(logs, List.of("s2", "s3"));
            append(logs, next, 10, 20);
            logs.log(next).confirm().get(20, SECONDS);
            unsure(logs, "s1");
            logs.heal();
            has(logs.follower("s1"), numbers(20));
            unsure(logs, "s1");
        }
    }

    private static void unsure(SeveralLogs logs, String id) {
        assertThrows(ExecutionException.class, () -> logs.log(id).confirm().get(20, SECONDS));
    }

    /// One that hears nothing asks for votes in vain: it does not end the time of the leader.
    @Test
    void aDeafServerDisturbsNobody() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 10);
            long term = logs.follower("s1").awaitTerm();
            logs.deafen("s3");
            long endNs = System.nanoTime() + SECONDS.toNanos(4);
            for (int i = 10; System.nanoTime() < endNs; i++)
                logs.log("s1").append(Hashes.batch(term, "" + i)).get(20, SECONDS);
            assertFalse(logs.log("s3").heard());
            logs.heal();
            has(logs.follower("s3"), logs.follower("s1").hashes());
            assertEquals(term, logs.follower("s1").term());
        }
    }

    /// The log before a saved state is let go, whoever lacks it: he is sent the state.
    @Test
    void whoIsFarBehindIsSentTheState() throws Exception {
        try (var logs = three(40)) {
            append(logs, "s1", 0, 10);
            logs.stop("s3");
            append(logs, "s1", 10, 230);
            has(logs.start("s3"), numbers(230));
            append(logs, "s1", 230, 240);
            has(logs.follower("s3"), numbers(240));
            logs.stop("s3");
            has(logs.start("s3"), numbers(240));
        }
    }

    /// What a kill would leave at the moment at which a sent state is in place, and no entry after
    /// it.
    @Test
    void whoWasSentTheStateStartsWithoutAnEntryAfterIt() throws Exception {
        try (var logs = new SeveralLogs(folder, 40)) {
            logs.start("s1");
            append(logs, "s1", 0, 150);
            var killed = folder.resolve("killed");
            var s2 = folder.resolve("s2");
            logs.start("s2", sent(s2, killed));
            logs.configure("s1", "s1", "s2");
            has(logs.follower("s2"), numbers(150));
            assertTrue(Files.exists(killed.resolve("installing")));
            append(logs, "s1", 150, 151);
            has(logs.follower("s2"), numbers(151));
            logs.stop("s2");
            assertFalse(Files.exists(s2.resolve("installing")));
            SeveralLogs.move(killed, s2);
            var sent = logs.start("s2").hashes();
            assertTrue(sent.size() >= 40, sent::toString);
            assertEquals(numbers(sent.size()), sent);
        }
    }

    /// Copies the folder when it is given what was sent, and not what it had saved itself.
    private static SeveralLogs.Deed sent(Path from, Path to) {
        return () -> {
            if (Files.exists(from.resolve("installing"))) SeveralLogs.copy(from, to);
        };
    }

    @Test
    void aNewServerIsToldAllBeforeItCounts() throws Exception {
        try (var logs = new SeveralLogs(folder, 40)) {
            logs.start("s1");
            append(logs, "s1", 0, 150);
            logs.start("s2");
            logs.configure("s1", "s1", "s2");
            has(logs.follower("s2"), numbers(150));
            append(logs, "s1", 150, 160);
            has(logs.follower("s2"), numbers(160));
        }
    }

    @Test
    void oneThatIsTakenOutCountsNoMore() throws Exception {
        try (var logs = three(1_000)) {
            append(logs, "s1", 0, 10);
            logs.configure("s1", "s1", "s2");
            logs.stop("s3");
            append(logs, "s1", 10, 20);
            has(logs.follower("s2"), numbers(20));
            assertEquals(Set.of("s1", "s2"), logs.log("s1").standing().members().keySet());
        }
    }
}
