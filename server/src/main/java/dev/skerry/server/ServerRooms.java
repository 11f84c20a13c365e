package dev.skerry.server;

import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.cluster.server.link.ClusterServerPart;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.link.ServerPart;
import java.util.List;
import java.util.function.Consumer;

/// The rooms of the servers' log: the one list to add a room to.
public final class ServerRooms {
    /// In the order of saved states and of deadlines.
    public static final List<Saved<?>> SAVED = List.of(new SavedCluster());

    /// A batch of many messages is an entry that need not be deflated.
    public static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(3L * 1024 * 1024, 15L * 1024 * 1024);

    private ServerRooms() {}

    /// What the rooms have on the link.
    ///
    /// @param touched is told of nodes for which there may be news
    public static List<ServerPart> parts(Consumer<String> touched) {
        return List.of(new ClusterServerPart(touched::accept));
    }

    /// Before anything has happened.
    public static House empty() {
        return House.of(SAVED.stream().map(Saved::room).toList());
    }
}
