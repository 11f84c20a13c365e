package dev.skerry.sim;

import dev.skerry.sim.cluster.ClusterInWorld;
import dev.skerry.sim.odd.OddInWorld;
import dev.skerry.sim.servers.ServersInWorld;
import dev.skerry.sim.trust.TrustInWorld;
import dev.skerry.sim.world.SimRoom;
import java.util.List;

/// The rooms of a history.
public final class SimRooms {
    private SimRooms() {}

    /// What the product has, in the order of its servers, and among it a room that fails: the one
    /// list to add a room to.
    public static List<SimRoom.Maker> usual() {
        return List.of(
                ClusterInWorld.MAKER, OddInWorld.MAKER, TrustInWorld.MAKER, ServersInWorld.MAKER);
    }
}
