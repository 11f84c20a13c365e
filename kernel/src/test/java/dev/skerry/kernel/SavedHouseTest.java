package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.EMPTY;
import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.SAVED;
import static dev.skerry.kernel.TwoRooms.lit;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SavedHouseTest {
    private static final House HOUSE =
            EMPTY.after(there("b")).after(there("a")).after(lit("l", "a", 9));

    /// These bytes are on disks: they never change.
    private static final String GOLDEN =
            "skerry house 3\n"
                    + "room nodes\n\0\0\0\4a\nb\n\0\0\0\0R\u00a4\u00fb\u000b"
                    + "room lamps\n\0\0\0\6l a 9\n\0\0\0\0\u00f0\u0019\u00d0g"
                    + "end\n";

    /// And these, of builds that wrote no checksums.
    private static final String UNCHECKED =
            "skerry house 2\n"
                    + "room nodes\n\0\0\0\4a\nb\n\0\0\0\0"
                    + "room lamps\n\0\0\0\6l a 9\n\0\0\0\0"
                    + "end\n";

    private static byte[] written(House house) throws IOException {
        var to = new ByteArrayOutputStream();
        SavedHouse.write(house, SAVED, to);
        return to.toByteArray();
    }

    private static House read(byte[] bytes) throws IOException {
        return SavedHouse.read(EMPTY, SAVED, new ByteArrayInputStream(bytes));
    }

    private static House read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String refused(String text) {
        var refused = assertThrows(IOException.class, () -> read(text));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void theBytesStayAsTheyAre() throws IOException {
        assertEquals(GOLDEN, new String(written(HOUSE), StandardCharsets.ISO_8859_1));
        assertEquals(HOUSE, read(GOLDEN));
        assertEquals(HOUSE, read(UNCHECKED));
    }

    /// Also where every byte has a meaning: `node-1` is another node than `node-3`.
    @Test
    void oneBitThatIsNotAsItWasWrittenIsSeen() throws IOException {
        var whole = written(HOUSE);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            var damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            var at = "bit " + bit;
            assertThrows(IOException.class, () -> read(damaged), at);
        }
        var large = written(large());
        var random = new Random(3);
        for (int i = 0; i < 30; i++) {
            var damaged = large.clone();
            damaged[random.nextInt(large.length)] ^= 1;
            assertThrows(IOException.class, () -> read(damaged));
        }
    }

    private static House large() {
        var nodes = PersistentSet.<String>empty();
        for (int i = 0; i < 20_000; i++) nodes = nodes.with("node-" + i);
        var house = EMPTY.with(NODES, nodes);
        for (int i = 0; i < 5_000; i++) house = house.after(lit("l" + i, "node-" + i, i));
        return house;
    }

    @Test
    void largeStatesComeBackFromSeveralPieces() throws IOException {
        var bytes = written(large());
        assertTrue(bytes.length > 3 * 64 * 1024, bytes.length + " bytes");
        assertEquals(large(), read(bytes));
        assertEquals(EMPTY, read(written(EMPTY)));
    }

    /// Streams may give less than they were asked for.
    @Test
    void itIsReadFromAStreamThatGivesLittleAtATime() throws IOException {
        var random = new Random(1);
        var little =
                new ByteArrayInputStream(written(large())) {
                    @Override
                    public synchronized int read(byte[] to, int offset, int length) {
                        int most = Math.min(length, 1 + random.nextInt(3_000));
                        return super.read(to, offset, most);
                    }
                };
        assertEquals(large(), SavedHouse.read(EMPTY, SAVED, little));
    }

    @Test
    void tornAnywhereItIsRefused() throws IOException {
        var small = written(HOUSE);
        for (int length = 0; length < small.length; length++) torn(small, length);
        var large = written(large());
        var random = new Random(2);
        for (int i = 0; i < 30; i++) torn(large, random.nextInt(large.length));
        torn(large, large.length - 1);
    }

    private static void torn(byte[] whole, int length) {
        var torn = Arrays.copyOf(whole, length);
        assertThrows(IOException.class, () -> read(torn), length + " bytes");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals("the saved state is not of this version", refused("skerry house 1\n"));
        assertEquals("the saved state is not of this version", refused(""));
        assertEquals("the saved state ends after 0 rooms", refused("skerry house 2\nroof\n"));
        assertEquals(
                "the saved state holds \"cellar\", which this build does not have; start the"
                        + " build that wrote it",
                refused(GOLDEN.replace("room lamps", "room cellar")));
        assertEquals(
                "the saved state has nodes twice",
                refused(GOLDEN.replace("room lamps", "room nodes")));
        assertEquals("the saved state ends within a room", refused(GOLDEN.substring(0, 32)));
        assertEquals(
                "the saved state ends after 0 rooms",
                refused("skerry house 2\nroom " + "n".repeat(100_000)));
    }

    /// A length is looked at before anything is done with it.
    @Test
    void aPieceIsBounded() {
        var large = "skerry house 2\nroom nodes\n";
        assertEquals("the saved state has a piece of 65537 bytes", refused(large + "\0\1\0\1"));
        assertEquals(
                "the saved state has a piece of -1 bytes", refused(large + "\u00ff".repeat(4)));
    }

    @Test
    void aRoomThatWasNotThereIsEmpty() throws IOException {
        int lamps = GOLDEN.indexOf("room lamps");
        var older = GOLDEN.substring(0, lamps) + "end\n";
        var house = read(older);
        assertEquals(HOUSE.of(NODES), house.of(NODES));
        assertEquals(LAMPS.machine().empty(), house.of(LAMPS));
        assertEquals(EMPTY, read("skerry house 2\nend\n"));
    }

    /// So a build that does not have the room yet reads the rest.
    @Test
    void aRoomInWhichNothingHasHappenedIsNotWritten() throws IOException {
        var house = EMPTY.after(there("a"));
        var bytes = new ByteArrayOutputStream();
        SavedHouse.write(house, SAVED, bytes);
        var earlier = House.of(List.of(NODES));
        var read =
                SavedHouse.read(
                        earlier,
                        List.of(SAVED.getFirst()),
                        new ByteArrayInputStream(bytes.toByteArray()));
        assertEquals(house.of(NODES), read.of(NODES));
    }

    @Test
    void theOrderOfRoomsDoesNotMatter() throws IOException {
        var to = new ByteArrayOutputStream();
        SavedHouse.write(HOUSE, SAVED.reversed(), to);
        assertEquals(HOUSE, read(to.toByteArray()));
    }

    /// Nodes of a build that reads so many bytes, and no others.
    private static final class Counted extends TwoRooms.SavedNodes {
        private final int bytes;

        Counted(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public PersistentSet<String> read(InputStream from) throws IOException {
            var own = from.readNBytes(bytes);
            if (own.length < bytes) throw new EOFException("nodes end early");
            return super.read(new ByteArrayInputStream(own));
        }
    }

    @Test
    void aRoomReadsItsOwnAndNothingElse() throws IOException {
        assertEquals(HOUSE, counted(4));
        for (int less = 0; less < 4; less++) {
            int bytes = less;
            assertEquals(
                    "the saved state goes on behind a room's end",
                    assertThrows(IOException.class, () -> counted(bytes)).getMessage());
        }
        assertThrows(EOFException.class, () -> counted(5));
    }

    private static House counted(int bytes) throws IOException {
        var rooms = List.of(new Counted(bytes), SAVED.getLast());
        return SavedHouse.read(EMPTY, rooms, new ByteArrayInputStream(written(HOUSE)));
    }

    /// A room may write byte by byte, flush in between, and write nothing.
    private static final class Dripping extends TwoRooms.SavedNodes {
        @Override
        public void write(PersistentSet<String> state, OutputStream to) throws IOException {
            var bytes = new ByteArrayOutputStream();
            super.write(state, bytes);
            to.flush();
            for (byte each : bytes.toByteArray()) {
                to.write(each);
                if (each == 'b') to.flush();
            }
        }
    }

    @Test
    void howARoomWritesDoesNotMatter() throws IOException {
        for (var house : List.of(EMPTY, HOUSE, large())) {
            var to = new ByteArrayOutputStream();
            SavedHouse.write(house, List.of(new Dripping(), SAVED.getLast()), to);
            assertEquals(house, read(to.toByteArray()));
        }
    }

    @Test
    void theStreamsStayOpen() throws IOException {
        var to = new ByteArrayOutputStream();
        SavedHouse.write(HOUSE, SAVED, to);
        SavedHouse.write(EMPTY, SAVED, to);
        var from = new ByteArrayInputStream(to.toByteArray());
        assertEquals(HOUSE, SavedHouse.read(EMPTY, SAVED, from));
        assertEquals(
                EMPTY, SavedHouse.read(EMPTY, SAVED, from), "it reads no further than its end");
        assertEquals(0, from.available());
    }
}
