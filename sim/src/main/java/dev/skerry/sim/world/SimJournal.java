package dev.skerry.sim.world;

import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Told;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// A node's journal on a disk of its own: the bytes that the kernel has, and how many of them the
/// disk has. Records are framed as those of the real one: length, CRC-32C, the room's name behind
/// its length, fact.
final class SimJournal {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private final Happenings events;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int synced;

    SimJournal(Happenings events) {
        this.events = events;
    }

    /// The kernel has them; they outlive the agent, not the power.
    void write(List<Told> facts) {
        for (var fact : facts) bytes.writeBytes(record(fact));
    }

    /// The agent is killed within its write.
    void writeTorn(List<Told> facts) {
        var all = new ByteArrayOutputStream();
        for (var fact : facts) all.writeBytes(record(fact));
        if (all.size() > 0) bytes.write(all.toByteArray(), 0, events.dice.nextInt(all.size()));
    }

    /// The disk has them.
    void sync() {
        synced = bytes.size();
    }

    /// The power goes: of what was not synced the disk has some beginning, not always in order.
    void powerCut() {
        var all = bytes.toByteArray();
        int loose = all.length - synced;
        int kept = synced + (loose == 0 ? 0 : events.dice.nextInt(loose + 1));
        if (kept > synced && events.chance(50))
            all[synced + events.dice.nextInt(kept - synced)] ^= 0x55;
        replace(Arrays.copyOf(all, kept));
    }

    /// The disk is replaced by an empty one.
    void lose() {
        replace(new byte[0]);
    }

    /// A short file in the place of the old one, at once and for good.
    void rewrite(List<Told> facts) {
        bytes = new ByteArrayOutputStream();
        write(facts);
        sync();
    }

    int size() {
        return bytes.size();
    }

    /// What it holds, the oldest first. A torn end is cut off.
    ///
    /// @param rooms of the build that reads it
    List<Told> read(House rooms) {
        var all = ByteBuffer.wrap(bytes.toByteArray());
        var facts = new ArrayList<Told>();
        int whole = 0;
        while (all.remaining() >= HEADER_BYTES) {
            int length = all.getInt();
            int sum = all.getInt();
            if (length <= 0 || length > all.remaining()) break;
            var body = new byte[length];
            all.get(body);
            if (sum != checksum(body)) break;
            facts.add(decoded(body, rooms));
            whole = all.position();
        }
        replace(Arrays.copyOf(bytes.toByteArray(), whole));
        return facts;
    }

    private void replace(byte[] by) {
        bytes = new ByteArrayOutputStream();
        bytes.writeBytes(by);
        synced = by.length;
    }

    private static byte[] record(Told fact) {
        var name = fact.room().getBytes(StandardCharsets.US_ASCII);
        var body =
                ByteBuffer.allocate(1 + name.length + fact.bytes().length)
                        .put((byte) name.length)
                        .put(name)
                        .put(fact.bytes())
                        .array();
        return ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .array();
    }

    private static Told decoded(byte[] record, House rooms) {
        int length = record[0];
        var name = new String(record, 1, length, StandardCharsets.US_ASCII);
        var room = rooms.room(name);
        if (room == null) throw new Broken(Promise.SAVED, "a node's fact is of room " + name);
        try {
            return room.told(Arrays.copyOfRange(record, 1 + length, record.length));
        } catch (Malformed e) {
            throw new Broken(Promise.SAVED, "a node's fact cannot be read: " + e.getMessage());
        }
    }

    private static int checksum(byte[] body) {
        var sum = new CRC32C();
        sum.update(body);
        return (int) sum.getValue();
    }
}
