package dev.skerry.server.raft;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerRoom.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept beside the log: told of all of it, and on the disk before a state is saved.
class BesideLogTest {
    private static final int SAVED_EVERY = 20;

    @TempDir Path folder;

    /// Keeps the words, and forces them to its disk if that is not full.
    private static final class Words implements Beside {
        final List<String> told = new ArrayList<>();
        private final List<String> forced = new ArrayList<>();
        private boolean full;

        @Override
        public synchronized void loaded(House saved) {
            told.add("state of " + saved.of(Hashes.HASHES).size());
        }

        @Override
        public synchronized void committed(House before, Batch batch) {
            told.add(before.of(Hashes.HASHES).size() + " " + batch.facts(Hashes.HASHES));
        }

        @Override
        public synchronized void force() throws IOException {
            if (full) throw new IOException("no space left");
            forced.clear();
            forced.addAll(told);
        }

        synchronized int forced() {
            return forced.size();
        }

        synchronized void full(boolean now) {
            full = now;
        }

        @Override
        public void close() {}
    }

    private static void fail(Throwable cause) {
        throw new AssertionError(cause);
    }

    private RatisLog open(Follower follower, Words words) throws IOException {
        return new RatisLog(
                folder,
                new BesideLog(follower, List.of(words)),
                Hashes.SAVED,
                BesideLogTest::fail,
                new FactStateMachine.SavingLimits(SAVED_EVERY, RatisLog.SNAPSHOT_BYTES),
                DiskRoom.of(folder));
    }

    private static void append(RatisLog log, Follower follower, int from, int to) throws Exception {
        var term = follower.awaitTerm();
        for (int i = from; i < to; i++) log.append(Hashes.batch(term, "" + i)).get(10, SECONDS);
    }

    private int states() throws IOException {
        try (var files = Files.walk(folder)) {
            var states = files.filter(it -> (it.getFileName() + "").matches("state\\.[0-9_]+"));
            return (int) states.count();
        }
    }

    @Test
    void itIsToldOfEachEntryAndAgainOfThoseBehindTheSavedState() throws Exception {
        var first = new Words();
        var follower = new Follower();
        try (var log = open(follower, first)) {
            append(log, follower, 0, 3);
        }
        assertEquals(List.of("0 [0]", "1 [1]", "2 [2]"), first.told);
        assertEquals(3, first.forced());
        assertEquals(1, states());
        var second = new Words();
        var again = new Follower();
        try (var log = open(again, second)) {
            append(log, again, 3, 4);
        }
        assertEquals(List.of("state of 3", "3 [3]"), second.told);
    }

    @Test
    void noStateIsSavedBeforeItIsOnTheDisk() throws Exception {
        var words = new Words();
        words.full(true);
        var follower = new Follower();
        try (var log = open(follower, words)) {
            append(log, follower, 0, 3 * SAVED_EVERY);
        }
        assertEquals(0, states());
        assertEquals(0, words.forced());
        var later = new Words();
        later.full(true);
        var again = new Follower();
        try (var log = open(again, later)) {
            append(log, again, 60, 61);
            assertEquals(61, later.told.size(), "the log has all of it still");
            assertEquals("0 [0]", later.told.getFirst());
            later.full(false);
        }
        assertTrue(states() > 0); // what was tried until there was room may have been saved as well
        assertEquals(61, later.forced());
    }
}
