package dev.skerry.server;

import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Saved;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.servers.ServersServerRoom;
import dev.skerry.server.trust.TrustServerRoom;
import java.util.ArrayList;
import java.util.List;

/// The rooms of a server.
public final class ServerRooms {
    /// Those of [#usual].
    public static final List<Saved<?>> SAVED = saved(usual());

    /// A batch of many messages is an entry that need not be deflated.
    public static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(3L * 512 * 1024, 15L * 1024 * 1024);

    private ServerRooms() {}

    /// What the product has, for one server: the one list to add a room to. Its order is that of
    /// saved states and of deadlines.
    public static List<ServerRoom> usual() {
        return List.of(new ClusterServerRoom(), new TrustServerRoom(), new ServersServerRoom());
    }

    /// How their states are saved.
    public static List<Saved<?>> saved(List<ServerRoom> rooms) {
        var saved = new ArrayList<Saved<?>>();
        for (var room : rooms) saved.add(room.saved());
        return List.copyOf(saved);
    }

    /// The usual ones, before anything has happened.
    public static House empty() {
        return empty(SAVED);
    }

    /// Rooms before anything has happened.
    public static House empty(List<Saved<?>> saved) {
        return House.of(saved.stream().map(Saved::room).toList());
    }
}
