package dev.skerry.server.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.kernel.FactLog;
import dev.skerry.server.FactLogContract;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisLogTest implements FactLogContract {
    @TempDir Path folder;

    @Override
    public FactLog open(Follower follower) throws IOException {
        return open(follower, RatisLog.SNAPSHOT_ENTRIES);
    }

    private RatisLog open(Follower follower, long snapshotEntries) throws IOException {
        var limits = new FactStateMachine.SavingLimits(snapshotEntries, RatisLog.SNAPSHOT_BYTES);
        return new RatisLog(
                folder.resolve("raft"),
                follower,
                Hashes.SAVED,
                RatisLogTest::fail,
                limits,
                DiskRoom.of(folder));
    }

    private static void fail(Throwable cause) {
        throw new AssertionError(cause);
    }

    private static void append(RatisLog log, Follower follower, int from, int to) throws Exception {
        var term = follower.awaitTerm();
        for (int i = from; i < to; i++) log.append(Hashes.batch(term, "" + i)).get(10, SECONDS);
    }

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }

    private List<Path> states() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> (file.getFileName() + "").matches("state\\.[0-9_]+"))
                    .sorted(java.util.Comparator.comparingLong(RatisLogTest::index))
                    .toList();
        }
    }

    private static long index(Path file) {
        var name = file.getFileName() + "";
        return Long.parseLong(name.substring(name.indexOf('_') + 1));
    }

    @Test
    void everythingIsThereAgain() throws Exception {
        for (int round = 0; round < 3; round++) {
            var follower = new Follower();
            try (var log = open(follower, 1_000)) {
                append(log, follower, round * 10, round * 10 + 10);
                assertEquals(numbers(round * 10 + 10), follower.hashes());
            }
        }
    }

    @Test
    void aDeflatedEntryIsThereAgain() throws Exception {
        var many =
                IntStream.range(0, 45_000)
                        .mapToObj(i -> "%06d".formatted(i) + "x".repeat(90))
                        .toList();
        var first = new Follower();
        try (var log = open(first, 1_000)) {
            log.append(Hashes.batch(first.awaitTerm(), many)).get(30, SECONDS);
        }
        var second = new Follower();
        try (var log = open(second, 1_000)) {
            append(log, second, 0, 1);
        }
        assertTrue(many.equals(second.hashes().subList(0, many.size())));
    }

    @Test
    void savesTheStateAndForgetsTheLogBeforeTheLastButOne() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, 50)) {
            append(log, follower, 0, 230);
        }
        assertEquals(2, states().size());
        var again = new Follower();
        try (var log = open(again, 50)) {
            append(log, again, 230, 240);
        }
        assertEquals(numbers(240), again.hashes());
    }

    @Test
    void aDamagedStateIsPassedOverForTheOneBefore() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, 50)) {
            append(log, follower, 0, 130);
        }
        damage(states().getLast());
        var again = new Follower();
        try (var log = open(again, 1_000)) {
            append(log, again, 130, 131);
        }
        assertEquals(numbers(131), again.hashes());
    }

    /// The room itself would read it: another word is a word too.
    @Test
    void aStateWithOneOtherBitIsPassedOverForTheOneBefore() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, 50)) {
            append(log, follower, 0, 130);
        }
        var newest = states().getLast();
        var bytes = Files.readAllBytes(newest);
        var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\00277\0");
        assertTrue(at > 0, "it holds the word 77");
        bytes[at + 1] ^= 1;
        Files.write(newest, bytes);
        var again = new Follower();
        try (var log = open(again, 1_000)) {
            append(log, again, 130, 131);
        }
        assertEquals(numbers(131), again.hashes());
    }

    @Test
    void whatIsRenouncedIsLedAnew() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, 50)) {
            append(log, follower, 0, 10);
            long term = follower.awaitTerm();
            log.renounce(term - 1); // that has been over for long
            append(log, follower, 10, 11);
            log.renounce(term);
            follower.await(it -> it.term() > term);
            append(log, follower, 11, 20);
        }
        assertEquals(numbers(20), follower.hashes());
    }

    @Test
    void itDoesNotStartWithLessThanItHad() throws Exception {
        // Large entries fill segments of the log, so that its beginning is let go.
        var follower = new Follower();
        var large = java.util.Collections.nCopies(65, "x".repeat(30_000));
        try (var log = open(follower, 2)) {
            var term = follower.awaitTerm();
            for (int i = 0; i < 36; i++) log.append(Hashes.batch(term, large)).get(20, SECONDS);
        }
        assertEquals(2, states().size());
        for (var file : new ArrayList<>(states())) damage(file);
        var thrown = assertThrows(IOException.class, () -> open(new Follower()).close());
        assertTrue(String.valueOf(thrown.getMessage()).contains("backup"), thrown::toString);
    }

    /// A million allocations take seconds to be written.
    @Test
    void theLogGoesOnWhileAStateIsSaved() throws Exception {
        var follower = new Follower();
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var slow = new Hashes.Slow(begun, release);
        var limits = new FactStateMachine.SavingLimits(50, RatisLog.SNAPSHOT_BYTES);
        try (var log =
                new RatisLog(
                        folder.resolve("raft"),
                        follower,
                        List.of(slow),
                        RatisLogTest::fail,
                        limits,
                        DiskRoom.of(folder))) {
            append(log, follower, 0, 60);
            assertTrue(begun.await(20, SECONDS), "it is being saved");
            append(log, follower, 60, 180);
            assertEquals(List.of(), states(), "it is still being saved");
            release.countDown();
        }
        assertEquals(numbers(180), follower.hashes());
        var again = new Follower();
        try (var log = open(again, 1_000)) {
            append(log, again, 180, 181);
        }
        assertEquals(numbers(181), again.hashes());
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 1;
        Files.write(file, bytes);
    }
}
