package dev.skerry.example.note.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.example.note.Note;
import dev.skerry.example.note.NoteBoard;
import dev.skerry.example.note.NoteFact;
import dev.skerry.example.note.node.CardFact;
import dev.skerry.kernel.Malformed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes that are on disks. If a pinned one differs, add a version; don't edit the test.
class NoteBytesTest {
    private static final String ONE = "n-000000000001";
    private static final NoteBoard BOARD =
            NoteBoard.EMPTY
                    .with(ONE, new Note("by the door", 7, true, false))
                    .with(new NoteBoard.Marking(9_000, 2_000));

    private static final String SAVED =
            "00000001" // its format
                    + "0000000000000007" // the highest number
                    + "0000000000002328" // 9,000 ms
                    + "00000000000007d0" // 2,000 ms
                    + "00000001" // notes
                    + "000e6e2d303030303030303030303031" // n-000000000001
                    + "000b62792074686520646f6f72" // by the door
                    + "0000000000000007"
                    + "01" // seen
                    + "00"; // not marked

    private static byte[] saved() throws IOException {
        var to = new ByteArrayOutputStream();
        new SavedNotes().write(BOARD, to);
        return to.toByteArray();
    }

    private static NoteBoard read(byte[] bytes) throws IOException {
        return new SavedNotes().read(new ByteArrayInputStream(bytes));
    }

    @Test
    void theBoardIsPinned() throws Exception {
        assertEquals(SAVED, HexFormat.of().formatHex(saved()));
        assertEquals(BOARD, read(HexFormat.of().parseHex(SAVED)));
    }

    @Test
    void whatAnotherVersionHasSavedIsToldByItsFormat() throws Exception {
        var bytes = saved();
        bytes[3] = 2;
        var refused = assertThrows(IOException.class, () -> read(bytes));
        assertEquals("the saved notes have format 2; this version reads 1", refused.getMessage());
    }

    @Test
    void aBoardThatEndsEarlyIsNoBoard() throws Exception {
        var bytes = saved();
        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThrows(IOException.class, () -> read(cut), length + " bytes");
        }
    }

    @Test
    void factsArePinned() throws Exception {
        var facts = new NoteFacts();
        var lines = new StringBuilder();
        for (var fact :
                List.of(
                        new NoteFact.NoteWritten(ONE, 7, "by the door"),
                        new NoteFact.NoteSeen(ONE),
                        new NoteFact.NodeMarked(ONE),
                        new NoteFact.NoteDropped(ONE),
                        new NoteFact.MarksAsked(9_000, 2_000))) {
            var bytes = facts.encode(fact);
            assertEquals(fact, facts.decode(bytes));
            lines.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        assertEquals(
                """
                written n-000000000001 7 by the door
                seen n-000000000001
                marked n-000000000001
                dropped n-000000000001
                asked 9000 2000
                """,
                lines.toString());
    }

    @Test
    void factsOfANodeArePinned() throws Exception {
        var facts = new CardFacts();
        var lines = new StringBuilder();
        for (var fact :
                List.of(new CardFact.CardKept("e1", 7, "by the door"), new CardFact.CardKnown(7))) {
            var bytes = facts.encode(fact);
            assertEquals(fact, facts.decode(bytes));
            lines.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        assertEquals("kept e1 7 by the door\nknown 7\n", lines.toString());
    }

    @Test
    void whatIsNoFactIsRefused() {
        for (var line : List.of("", "burnt n-1", "written n-1", "written n-1 one by the door"))
            assertThrows(
                    Malformed.class,
                    () -> new NoteFacts().decode(line.getBytes(StandardCharsets.UTF_8)),
                    line);
    }
}
