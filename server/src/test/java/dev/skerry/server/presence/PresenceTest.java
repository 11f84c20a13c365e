package dev.skerry.server.presence;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.contact.LastSeen;
import dev.skerry.server.Leader;
import dev.skerry.server.MemoryLog;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRooms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
    private static final long NOON_MS = 1_700_000_000_000L;
    private static final long MINUTE_MS = 60_000;

    private final AtomicLong wallMs = new AtomicLong(NOON_MS);
    private final ServerClock clock = new ServerClock(wallMs::get, System::nanoTime);
    private final Leader leader = new Leader(ServerRooms.empty(), clock, new ServerMetrics());
    private final MemoryLog log = new MemoryLog(leader.follower());
    @TempDir Path folder;

    @BeforeEach
    void lead() throws Exception {
        leader.start(log, Throwable::printStackTrace);
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(60)));
    }

    @AfterEach
    void stop() {
        leader.close();
        log.close();
    }

    private Path file() {
        return folder.resolve(Presence.FILE);
    }

    private Presence presence() {
        return new Presence(leader, clock, file());
    }

    private List<Absence> absences() {
        return leader.now().of(CLUSTER).absences().all();
    }

    @Test
    void aServerThatWasOffSaysForHowLongAsSoonAsItStarts() {
        try (var first = presence()) {
            first.start();
            assertEquals(List.of(), absences(), "the first start of a fleet");
            wallMs.addAndGet(10_000);
        }
        wallMs.addAndGet(100 * MINUTE_MS);
        try (var second = presence()) {
            second.start();
            long from = NOON_MS + 10_000;
            assertEquals(List.of(new Absence(from, from + 100 * MINUTE_MS)), absences());
        }
    }

    @Test
    void aQuickRestartIsNone() {
        try (var first = presence()) {
            first.note();
        }
        wallMs.addAndGet(20_000);
        try (var second = presence()) {
            second.note();
        }
        assertEquals(List.of(), absences());
    }

    @Test
    void aServerThatSleptFindsItWhenItWakes() {
        try (var presence = presence()) {
            presence.note();
            wallMs.addAndGet(90 * MINUTE_MS); // a lid was closed
            presence.note();
            assertEquals(List.of(new Absence(NOON_MS, NOON_MS + 90 * MINUTE_MS)), absences());
        }
    }

    @Test
    void whatTheClusterCouldNotTakeIsToldLater() {
        try (var presence = presence()) {
            presence.note();
            log.depose();
            wallMs.addAndGet(90 * MINUTE_MS);
            presence.note(); // not taken, whether it leads still or not
            log.lead();
            long endNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (absences().isEmpty() && System.nanoTime() < endNs) {
                presence.note();
                Thread.onSpinWait();
            }
            assertEquals(List.of(new Absence(NOON_MS, NOON_MS + 90 * MINUTE_MS)), absences());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "This is somebody else's file.\n", "0", "torn"})
    void aDamagedNoteIsNoneAndTheLogCounts(String content) throws Exception {
        new PresenceFile(file()).write(LastSeen.at(NOON_MS));
        var good = Files.readString(file());
        if (content.equals("torn")) Files.writeString(file(), good.substring(0, 30));
        else if (content.equals("0")) Files.writeString(file(), good.replaceFirst("17", "16"));
        else Files.writeString(file(), content);
        assertEquals(LastSeen.UNKNOWN, new PresenceFile(file()).read());
        new PresenceFile(file()).write(LastSeen.at(NOON_MS + 1));
        assertEquals(LastSeen.at(NOON_MS + 1), new PresenceFile(file()).read());
    }

    @Test
    void theNoteOfAClockThatIsBehindComesBackAsItWas() {
        var behind = LastSeen.at(NOON_MS).withLast(5_000);
        new PresenceFile(file()).write(behind);
        assertEquals(behind, new PresenceFile(file()).read());
    }
}
