package dev.skerry.agent.journal;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.node.NodeFact;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    @TempDir Path directory;

    @Test
    void givesBackWhatItTook() throws Exception {
        try (var journal = open()) {
            journal.append(List.of(fact(1), fact(2)));
            journal.append(List.of(fact(3)));
        }
        assertEquals(List.of(fact(1), fact(2), fact(3)), reopened());
    }

    /// These bytes are on disks: they never change.
    @Test
    void theBytesStayAsTheyAre() throws Exception {
        var golden =
                "534b4a524e4c0002" // the format
                        + "0000001e" // the record's length
                        + "4f535ba4" // its checksum
                        + "07636c7573746572" // the room
                        + "7b226865617264223a7b227469636b4d73223a377d7d"; // heard at 7
        try (var journal = open()) {
            journal.append(List.of(fact(7)));
        }
        var bytes = Files.readAllBytes(directory.resolve("journal"));
        var text = HexFormat.of().formatHex(bytes);
        assertEquals(golden, text.substring(0, golden.length()));
        assertEquals("0".repeat(16), text.substring(golden.length(), golden.length() + 16));
        Files.write(directory.resolve("journal"), HexFormat.of().parseHex(golden));
        assertEquals(List.of(fact(7)), reopened());
    }

    @Test
    void everyTornEndIsCutOffAndNothingBeforeIt() throws Exception {
        long before;
        long after;
        try (var journal = open()) {
            journal.append(List.of(fact(1)));
            before = journal.bytes();
            journal.append(List.of(fact(2)));
            after = journal.bytes();
        }
        var whole = Files.readAllBytes(directory.resolve("journal"));
        for (long cut = before; cut < after; cut++) {
            var torn = whole.clone();
            java.util.Arrays.fill(torn, (int) cut, torn.length, (byte) 0);
            Files.write(directory.resolve("journal"), torn);
            var facts = reopened();
            assertEquals(List.of(fact(1)), facts.subList(0, 1));
            assertTrue(facts.size() == 1, "cut at " + cut);
        }
    }

    @Test
    void aTurnedBitIsNoticed() throws Exception {
        long end;
        try (var journal = open()) {
            journal.append(List.of(fact(1), fact(2)));
            end = journal.bytes();
        }
        var bytes = Files.readAllBytes(directory.resolve("journal"));
        bytes[(int) end - 3] ^= 4;
        Files.write(directory.resolve("journal"), bytes);
        try (var journal = open()) {
            assertEquals(List.of(fact(1)), journal.takeFound());
            assertTrue(journal.tornBytes() > 0);
        }
        assertTrue(Files.exists(directory.resolve("journal.torn-1")));
    }

    @Test
    void goesOnAfterATornEnd() throws Exception {
        try (var journal = open()) {
            journal.append(List.of(fact(1)));
        }
        try (var file =
                Files.newByteChannel(directory.resolve("journal"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 200_000);
        }
        try (var journal = open()) {
            journal.append(List.of(fact(2)));
        }
        assertEquals(List.of(fact(1), fact(2)), reopened());
    }

    @Test
    void aRewriteKeepsTheFactsItIsGivenAndFurtherOnes() throws Exception {
        try (var journal = open()) {
            var many = new ArrayList<Told>();
            for (int i = 0; i < 50_000; i++) many.add(fact(i));
            journal.append(many);
            assertTrue(journal.wantsRewrite());
            journal.rewrite(List.of(fact(7)));
            journal.append(List.of(fact(8)));
            assertTrue(!journal.wantsRewrite());
        }
        assertEquals(List.of(fact(7), fact(8)), reopened());
    }

    /// A full disk has no room for a second file; the reserve of the first still serves.
    @Test
    void goesOnInTheOldFileWhenItCannotBeRewritten() throws Exception {
        try (var journal = open()) {
            var many = new ArrayList<Told>();
            for (int i = 0; i < 50_000; i++) many.add(fact(i));
            journal.append(many);
            Files.createDirectories(directory.resolve("journal.new/in the way"));
            assertFalse(journal.rewrite(List.of(fact(7))));
            assertFalse(journal.wantsRewrite(), "not at each fact");
            journal.append(List.of(fact(8)));
        }
        Files.delete(directory.resolve("journal.new/in the way"));
        assertEquals(50_001, reopened().size());
    }

    @Test
    void opensAlthoughThereIsNoRoomForACopyOfTheTornEnd() throws Exception {
        try (var journal = open()) {
            journal.append(List.of(fact(1), fact(2)));
        }
        Files.createDirectories(directory.resolve("journal.torn-1/in the way"));
        try (var file =
                Files.newByteChannel(directory.resolve("journal"), StandardOpenOption.WRITE)) {
            file.position(8 + 8 + "_cluster".length() + fact(1).bytes().length + 12);
            file.write(ByteBuffer.wrap(new byte[] {1}));
        }
        assertEquals(List.of(fact(1)), reopened());
    }

    @Test
    void anotherFileIsNotTakenForAJournal() throws Exception {
        Files.writeString(directory.resolve("journal"), "hello, this is not a journal");
        var refused = assertThrows(IOException.class, () -> open());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("move it away"),
                refused.getMessage());
    }

    private List<Told> reopened() throws IOException {
        try (var journal = open()) {
            return journal.takeFound();
        }
    }

    private Journal open() throws IOException {
        var lost = NODE.told(new NodeFact.MemoryLost(List.of()));
        return Journal.open(directory, House.of(List.of(NODE)), List.of(lost), false);
    }

    private static Told fact(long tickMs) {
        return NODE.told(new NodeFact.Heard(tickMs));
    }
}
