package dev.skerry.server;

import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Saved;
import java.util.List;

/// The rooms of the servers' log: the one list to add a room to.
public final class ServerRooms {
    /// In the order of saved states and of deadlines.
    public static final List<Saved<?>> SAVED = List.of(new SavedCluster());

    /// A batch of many messages is an entry that need not be deflated.
    public static final Promised.Limits LIMITS =
            new Promised.Limits(3L * 1024 * 1024, 15L * 1024 * 1024);

    private ServerRooms() {}

    /// Before anything has happened.
    public static House empty() {
        return House.of(SAVED.stream().map(Saved::room).toList());
    }
}
