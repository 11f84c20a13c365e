package dev.skerry.sim.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.codec.SavedServers;
import dev.skerry.servers.codec.ServersRoom;
import dev.skerry.servers.state.Servers;
import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.world.Promise;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Who belongs to the control plane, whatever happens to it.
class ServersWorldTest {
    private static final int SEEDS = 40;

    /// How many histories break their promises.
    private static int broken(SimRoom.Maker servers, String how) {
        int count = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            var rooms = List.of(ClusterInWorld.MAKER, servers);
            var result = World.run(seed, rooms, World.WorldSettings.QUIET);
            if (result.broken().isEmpty()) continue;
            assertTrue(result.broken().contains(how), result.broken());
            count++;
        }
        return count;
    }

    /// And much does happen.
    @Test
    void whoBelongsToItIsRight() {
        var facts = new TreeMap<String, Integer>();
        var counting = new SimRoom.Maker(new SavedServers(), scene -> new Counting(scene, facts));
        assertEquals(0, broken(counting, ""));
        for (var kind : List.of("TokenIssued", "ServerJoined", "ServerMoved", "ServerRemoved"))
            assertTrue(facts.getOrDefault(kind, 0) > SEEDS, facts.toString());
    }

    private static final class Counting extends ServersInWorld {
        private final Map<String, Integer> facts;

        Counting(Scene scene, Map<String, Integer> facts) {
            super(scene);
            this.facts = facts;
        }

        @Override
        public void committed(Batch batch, House before, House after) {
            for (ServersFact fact : batch.facts(ServersRoom.SERVERS))
                facts.merge(fact.getClass().getSimpleName(), 1, Integer::sum);
            super.committed(batch, before, after);
        }
    }

    /// After a start the next server would get the id of one that was removed.
    @Test
    void aStateThatForgetsWhichIdsThereWereIsNoticed() {
        var forgetful = new SimRoom.Maker(new Forgetful(), ServersInWorld::new);
        assertTrue(broken(forgetful, Promise.SAVED.sentence()) > 0);
    }

    private static final class Forgetful implements Saved<Servers> {
        private final SavedServers saved = new SavedServers();

        @Override
        public Room<Servers, ?, ?, ?> room() {
            return saved.room();
        }

        @Override
        public void write(Servers servers, OutputStream to) throws IOException {
            saved.write(servers, to);
        }

        @Override
        public Servers read(InputStream from) throws IOException {
            var read = saved.read(from);
            var forgotten = Servers.EMPTY.from(read.tickMs(), 0);
            for (var member : read.members()) forgotten = forgotten.with(member);
            for (var token : read.tokens().values()) forgotten = forgotten.with(token);
            return forgotten;
        }
    }
}
