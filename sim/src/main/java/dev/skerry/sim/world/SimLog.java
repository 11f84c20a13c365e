package dev.skerry.sim.world;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.Cluster;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.BatchForm;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.SavedHouse;
import dev.skerry.server.ServerRooms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The servers' log on a disk of its own: entries and saved states, both as bytes of the real
/// codec. What it holds outlives every crash.
final class SimLog {
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

    int index() {
        return entries.size();
    }

    void append(Batch batch) {
        entries.add(BatchForm.encode(batch, Integer.MAX_VALUE));
    }

    /// Saves the state, which is true at the last entry.
    void save(House house) {
        var bytes = new ByteArrayOutputStream();
        try {
            SavedHouse.write(house, ServerRooms.SAVED, bytes);
        } catch (IOException e) {
            throw new Broken(Promise.SAVED, "the state cannot be written: " + e.getMessage());
        }
        var next = new SavedState(index(), bytes.toByteArray());
        same("the saved state", house, read(next));
        saved.add(next);
        if (saved.size() > 2) saved.removeFirst();
    }

    /// The state after the last entry.
    ///
    /// @param damaged the newest saved state cannot be read
    House restore(boolean damaged) {
        int whole = saved.size() - (damaged ? 2 : 1);
        var from = whole < 0 ? null : saved.get(whole);
        var house = from == null ? ServerRooms.empty() : read(from);
        for (var entry : entries.subList(from == null ? 0 : from.index, entries.size()))
            house = house.after(decoded(entry, house));
        return house;
    }

    /// Throws when what came back is another state.
    static void same(String what, House was, House is) {
        var difference = difference(was.of(CLUSTER), is.of(CLUSTER));
        if (difference != null) throw new Broken(Promise.SAVED, what + " differs in " + difference);
    }

    private static @Nullable String difference(Cluster was, Cluster is) {
        if (was.sequence() != is.sequence()) return "its sequence";
        for (var node : was.nodes().values()) {
            var other = is.nodes().find(node.id());
            if (!node.equals(other)) return node + ", which is " + other;
        }
        for (var job : was.jobs().values()) {
            var other = is.jobs().find(job.key());
            if (!job.equals(other)) return job + ", which is " + other;
        }
        for (var allocation : was.allocations().values()) {
            var other = is.allocations().find(allocation.id());
            if (!allocation.equals(other)) return allocation + ", which is " + other;
        }
        boolean same =
                was.nodes().size() == is.nodes().size()
                        && was.jobs().size() == is.jobs().size()
                        && was.allocations().size() == is.allocations().size()
                        && was.tokens().equals(is.tokens());
        if (!same) return "what is in it";
        if (!was.byNode().equals(is.byNode()) || !was.byJob().equals(is.byJob()))
            return "its indexes";
        return watched(was, is);
    }

    /// When more fitted for the last time is not saved: after a start it is now.
    private static @Nullable String watched(Cluster was, Cluster is) {
        var before = was.watch();
        var after = is.watch();
        if (!Objects.equals(before.deadlines(), after.deadlines())) return "its deadlines";
        if (!Objects.equals(before.due(), after.due())) return "what is due";
        boolean same =
                before.blocked().equals(after.blocked())
                        && before.system().equals(after.system())
                        && before.live().equals(after.live())
                        && before.seats().equals(after.seats());
        return same ? null : "what it watches: " + before + " is " + after;
    }

    private static House read(SavedState state) {
        try {
            var in = new ByteArrayInputStream(state.bytes);
            return SavedHouse.read(ServerRooms.empty(), ServerRooms.SAVED, in);
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
