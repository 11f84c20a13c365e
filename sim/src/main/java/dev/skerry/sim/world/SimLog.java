package dev.skerry.sim.world;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.BatchForm;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.SavedHouse;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.server.ServerRooms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The servers' log on a disk of its own: entries and saved states, both as bytes of the real
/// codec. What it holds outlives every crash.
final class SimLog {
    private List<Saved<?>> rooms = List.of();
    private final List<byte[]> entries = new ArrayList<>();

    /// The last two, the newest last; the entries are all kept.
    private final List<SavedState> saved = new ArrayList<>();

    private static final class SavedState {
        final int index;
        final byte[] bytes;

        SavedState(int index, byte[] bytes) {
            this.index = index;
            this.bytes = bytes;
        }
    }

    /// Who reads and writes it has these rooms from now on.
    void rooms(List<Saved<?>> of) {
        rooms = of;
    }

    /// Before anything has happened.
    House empty() {
        return ServerRooms.empty(rooms);
    }

    int index() {
        return entries.size();
    }

    void append(Batch batch) {
        entries.add(BatchForm.encode(batch, Integer.MAX_VALUE));
    }

    /// Saves the state, which is true at the last entry.
    ///
    /// @return the same, as it comes back
    House save(House house) {
        var bytes = new ByteArrayOutputStream();
        try {
            SavedHouse.write(house, rooms, bytes);
        } catch (IOException e) {
            throw new Broken(Promise.SAVED, "the state cannot be written: " + e.getMessage());
        }
        var next = new SavedState(index(), bytes.toByteArray());
        saved.add(next);
        if (saved.size() > 2) saved.removeFirst();
        return read(next);
    }

    /// The state after the last entry.
    ///
    /// @param damaged the newest saved state cannot be read
    /// @param besides told of all that is read
    House restore(boolean damaged, List<Beside> besides) {
        int whole = saved.size() - (damaged ? 2 : 1);
        var from = whole < 0 ? null : saved.get(whole);
        var house = from == null ? empty() : read(from);
        if (from != null) for (var beside : besides) beside.loaded(house);
        for (var entry : entries.subList(from == null ? 0 : from.index, entries.size())) {
            var batch = decoded(entry, house);
            for (var beside : besides) beside.committed(house, batch);
            house = house.after(batch);
        }
        return house;
    }

    private House read(SavedState state) {
        try {
            var in = new ByteArrayInputStream(state.bytes);
            return SavedHouse.read(empty(), rooms, in);
        } catch (IOException e) {
            throw new Broken(Promise.SAVED, "a saved state cannot be read: " + e.getMessage());
        }
    }

    private static Batch decoded(byte[] entry, House house) {
        try {
            return BatchForm.decode(ByteBuffer.wrap(entry), house);
        } catch (Malformed e) {
            throw new Broken(Promise.SAVED, "an entry cannot be read: " + e.getMessage());
        }
    }
}
