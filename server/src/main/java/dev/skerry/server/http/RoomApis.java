package dev.skerry.server.http;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.cluster.server.EventRing;
import dev.skerry.cluster.server.EventText;
import dev.skerry.cluster.server.Secrets;
import dev.skerry.http.RoomApi;
import dev.skerry.server.ServerParts;
import java.util.ArrayList;
import java.util.List;

/// What the rooms answer over HTTP: the one list to add a room's routes to.
final class RoomApis {
    private RoomApis() {}

    static List<RoomApi> all(ServerParts parts) {
        var doors = new Doors(parts.leader(), parts.clock());
        return List.of(cluster(parts, doors));
    }

    /// With what the server itself answers, which includes the document of them all.
    static List<RoomApi> withOwn(ServerParts parts, List<RoomApi> rooms) {
        var all = new ArrayList<RoomApi>(rooms);
        all.add(new ServerRoutes(parts, rooms).api());
        return all;
    }

    private static RoomApi cluster(ServerParts parts, Doors doors) {
        return ClusterApi.of(
                doors.to(CLUSTER), new LinkedLogs(parts.logs()), secrets(parts), events(parts));
    }

    private static Secrets secrets(ServerParts parts) {
        return () -> {
            var secret = parts.authority().freshSecret();
            return new Secrets.Secret(secret.text(), secret.hash());
        };
    }

    /// Events are kept from now on.
    private static EventRing events(ServerParts parts) {
        var ring = new EventRing();
        var clock = parts.clock();
        var began = parts.leader().now();
        ring.add(EventText.ofStart(began.index(), clock.now().wallMs(), began.of(CLUSTER)));
        parts.leader()
                .listen((index, batch, after) ->
                        ring.add(
                                EventText.of(
                                        index,
                                        clock.now().wallMs(),
                                        batch.facts(CLUSTER),
                                        after.of(CLUSTER))));
        ring.startsAfter(began.index());
        return ring;
    }
}
