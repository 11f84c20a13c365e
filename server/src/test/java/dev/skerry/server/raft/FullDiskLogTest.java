package dev.skerry.server.raft;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Saved;
import dev.skerry.server.Applied;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRooms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskLogTest {
    private static final long PLENTY_BYTES = 1L << 40;

    @TempDir Path folder;
    private final AtomicLong freeBytes = new AtomicLong(PLENTY_BYTES);
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    private RatisLog open(FactLog.Follower follower, List<Saved<?>> rooms) throws IOException {
        return new RatisLog(
                folder.resolve("raft"),
                follower,
                rooms,
                broken::set,
                new FactStateMachine.SavingLimits(50, RatisLog.SNAPSHOT_BYTES),
                DiskRoom.of(folder, freeBytes::get));
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    private static void append(RatisLog log, Follower follower, String hash) throws Exception {
        log.append(Hashes.batch(follower.awaitTerm(), hash)).get(10, SECONDS);
    }

    @Test
    void whatCanWaitIsRefusedFirstAndTheRestIsForWhatMustBeNoted() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, Hashes.SAVED)) {
            assertEquals("", log.crowded());
            freeBytes.set(RatisLog.CROWDED_BYTES - 1);
            assertTrue(log.crowded().contains("The disk is full: " + folder), log.crowded());
            append(log, follower, "must be noted");
            freeBytes.set(RatisLog.FLOOR_BYTES - 1);
            var thrown = assertThrows(FactLog.NoRoom.class, () -> append(log, follower, "not"));
            assertTrue(thrown.sentence().contains("make room"), thrown::sentence);
            freeBytes.set(PLENTY_BYTES);
            assertEquals("", log.crowded());
            append(log, follower, "after");
            assertEquals(List.of("must be noted", "after"), follower.hashes());
        }
    }

    @Test
    void itIsSaidAtOnceWhenItStartsOnAFullDisk() {
        freeBytes.set(0);
        var thrown =
                assertThrows(IOException.class, () -> open(new Follower(), Hashes.SAVED).close());
        var said = String.valueOf(thrown.getMessage());
        assertTrue(said.startsWith("The disk is full: " + folder + " has 0 KiB free"), said);
    }

    @Test
    void aWriteThatFailedForWantOfRoomStartsTheLogAnewWhenThereIsSome() throws Exception {
        var follower = new Follower();
        var all = new ArrayList<String>();
        try (var log = open(follower, Hashes.SAVED)) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 60; i++) {
                    append(log, follower, round + "-" + i);
                    all.add(round + "-" + i);
                }
                freeBytes.set(0);
                log.failed(new IOException("Log already failed", full()));
                assertTrue(log.crowded().startsWith("The disk is full"), log.crowded());
                freeBytes.set(PLENTY_BYTES);
                awaitRoom(log);
            }
            append(log, follower, "after");
            all.add("after");
            assertEquals(all, follower.hashes(), "each once");
        }
        var again = new Follower();
        try (var log = open(again, Hashes.SAVED)) {
            append(log, again, "again");
            all.add("again");
            assertEquals(all, again.hashes());
        }
        assertEquals(null, broken.get());
    }

    @Test
    void anythingElseThatFailsEndsTheServer() throws Exception {
        var follower = new Follower();
        try (var log = open(follower, Hashes.SAVED)) {
            var cause = new IOException("Input/output error");
            log.failed(cause);
            assertEquals(cause, broken.get());
        }
    }

    /// The end of a term with entries on their way.
    @Test
    void theLeaderGoesOnAndKeepsWhatItHasAcknowledged() throws Exception {
        var leader = new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics());
        var log = open(leader.follower(), ServerRooms.SAVED);
        var kept = new HashMap<String, CompletableFuture<Applied>>();
        try {
            leader.start(log, broken::set);
            for (int round = 0; round < 3; round++) {
                assertTrue(leader.awaitLeadership(Duration.ofSeconds(30)));
                for (int i = 0; i < 3_000; i++) {
                    var hash = "%064x".formatted(round * 10_000 + i);
                    var message = new ClusterMessage.IssueToken(hash, "default", 3_600_000);
                    kept.put(hash, leader.submit(CLUSTER, message, Caller.SERVERS));
                    if (i == 2_500) log.failed(full());
                }
                awaitRoom(log);
            }
            assertTrue(leader.awaitLeadership(Duration.ofSeconds(30)));
            for (var each : kept.entrySet()) {
                var done = each.getValue().handle((it, _) -> it instanceof Applied.Done);
                boolean has = leader.now().of(CLUSTER).tokens().has(each.getKey());
                if (done.get(30, SECONDS)) assertTrue(has, each.getKey());
            }
            assertEquals(null, broken.get());
        } finally {
            leader.close();
            log.close();
        }
    }

    private static void awaitRoom(RatisLog log) {
        long deadline = System.nanoTime() + SECONDS.toNanos(60);
        while (!log.crowded().isEmpty()) {
            assertTrue(System.nanoTime() < deadline, log.crowded());
            Thread.onSpinWait();
        }
    }
}
