package dev.skerry.agent.journal;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.node.NodeFact;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Something behind the damaged place can still be read, so it was no torn end.
final class DamagedJournalTest {
    private static final Told LOST = NODE.told(new NodeFact.MemoryLost(List.of()));
    private static final int RECORD_BYTES = 8 + "_cluster".length() + fact(1).bytes().length;

    @TempDir Path directory;
    private Path file;
    private byte[] whole;

    @BeforeEach
    void aJournalOfNineRecords() throws IOException {
        file = directory.resolve("journal");
        try (var journal = open()) {
            for (int i = 1; i <= 9; i++) journal.append(List.of(fact(i)));
        }
        whole = Files.readAllBytes(file);
    }

    /// Of the length, of the sum, of the fact: nothing but the one record is lost.
    @Test
    void oneTurnedBitCostsOneRecord() throws Exception {
        for (int bit = 0; bit < 8 * RECORD_BYTES; bit += 5) {
            var bytes = whole.clone();
            bytes[place(4) + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            assertEquals(facts(1, 2, 3, 5, 6, 7, 8, 9), found(), "bit " + bit);
            assertEquals(facts(1, 2, 3, 5, 6, 7, 8, 9), found(), "and the repaired file agrees");
        }
    }

    @Test
    void saysWhereAndKeepsEachCopyUnderANameOfItsOwn() throws Exception {
        for (int time = 1; time <= Journal.COPIES_MAX + 1; time++) {
            var bytes = whole.clone();
            bytes[place(time % 8 + 1) + 12] ^= 1;
            Files.write(file, bytes);
            try (var journal = open()) {
                var said = journal.damage();
                assertTrue(
                        said.startsWith(file + " is damaged at byte " + place(time % 8 + 1)), said);
                assertEquals(0, journal.tornBytes());
                if (time > Journal.COPIES_MAX) continue;
                assertTrue(said.contains("journal.damaged-" + time + ";"), said);
                assertArrayEquals(
                        bytes, Files.readAllBytes(directory.resolve("journal.damaged-" + time)));
            }
        }
        assertFalse(Files.exists(directory.resolve("journal.damaged-17")));
    }

    /// A block of the disk that came back empty, or as something else.
    @Test
    void readsOnBehindALostBlock() throws Exception {
        for (var content : new byte[] {0, -1, '{', 1}) {
            var bytes = whole.clone();
            Arrays.fill(bytes, place(3) + 5, place(6) + 9, content);
            Files.write(file, bytes);
            assertEquals(facts(1, 2, 7, 8, 9), found());
        }
    }

    @Test
    void twoPlacesAndATornEnd() throws Exception {
        var bytes = whole.clone();
        bytes[place(2) + 9] ^= 1;
        bytes[place(5) + 9] ^= 1;
        bytes[place(9) + 9] ^= 1;
        Files.write(file, bytes);
        assertEquals(facts(1, 3, 4, 6, 7, 8), found());
    }

    @Test
    void theMarkOfTheFileIsNotWorthTheRest() throws Exception {
        var bytes = whole.clone();
        bytes[2] ^= 4;
        Files.write(file, bytes);
        assertEquals(facts(1, 2, 3, 4, 5, 6, 7, 8, 9), found());
    }

    /// Where nothing can be read there is no end that was torn: what runs is not to be ended.
    @Test
    void aJournalOfWhichNothingCanBeReadIsLost() throws Exception {
        var bytes = whole.clone();
        for (int record = 1; record <= 9; record++) bytes[place(record) + 12] ^= 1;
        Files.write(file, bytes);
        try (var journal = Journal.open(directory, House.of(List.of(NODE)), List.of(LOST), true)) {
            assertEquals(List.of(LOST), journal.takeFound());
            assertTrue(journal.damage().startsWith(file + " cannot be read at all"));
        }
        assertEquals(List.of(LOST), found());
    }

    /// Without room for another file the damaged one goes on.
    @Test
    void goesOnInTheDamagedFileWhenThereIsNoRoom() throws Exception {
        var bytes = whole.clone();
        bytes[place(4) + 9] ^= 1;
        Files.write(file, bytes);
        try (var journal = open()) {
            Files.createDirectories(directory.resolve("journal.new/in the way"));
            journal.append(List.of(fact(10)));
        }
        Files.delete(directory.resolve("journal.new/in the way"));
        try (var journal = open()) {
            var last = journal.takeFound();
            assertEquals(fact(10), last.getLast());
        }
    }

    private List<Told> found() throws IOException {
        try (var journal = open()) {
            return journal.takeFound();
        }
    }

    private static int place(int record) {
        return 8 + (record - 1) * RECORD_BYTES;
    }

    /// And one more, which says that something is missing.
    private static List<Told> facts(long... ticks) {
        var all = new ArrayList<Told>();
        LongStream.of(ticks).mapToObj(DamagedJournalTest::fact).forEach(all::add);
        all.add(LOST);
        return all;
    }

    private Journal open() throws IOException {
        return Journal.open(directory, House.of(List.of(NODE)), List.of(LOST), false);
    }

    private static Told fact(long tickMs) {
        return NODE.told(new NodeFact.Heard(tickMs));
    }
}
