package dev.skerry.server.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.cluster.server.EventRing;
import dev.skerry.cluster.server.EventText;
import dev.skerry.cluster.server.Secrets;
import dev.skerry.cluster.server.link.ClusterServerPart;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import java.util.function.Consumer;

/// Nodes, jobs and allocations on one server.
public final class ClusterServerRoom implements ServerRoom {
    @Override
    public Saved<?> saved() {
        return new SavedCluster();
    }

    @Override
    public ServerPart part(Consumer<String> touched) {
        return new ClusterServerPart(touched::accept);
    }

    @Override
    public AutoCloseable open(ServerParts server) {
        var expressions = new CelExpressions();
        var evaluator =
                new Evaluator(
                        server.leader(),
                        (cluster, job, now) -> Scheduler.plan(cluster, job, now, expressions),
                        server.clock(),
                        server.metrics(),
                        Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        evaluator.start();
        return evaluator;
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return ClusterApi.of(
                doors.to(CLUSTER), new LinkedLogs(server.logs()), secrets(server), events(server));
    }

    private static Secrets secrets(ServerParts server) {
        return () -> {
            var secret = server.authority().freshSecret();
            return new Secrets.Secret(secret.text(), secret.hash());
        };
    }

    /// Events are kept from now on.
    private static EventRing events(ServerParts server) {
        var ring = new EventRing();
        var clock = server.clock();
        var began = server.leader().now();
        ring.add(EventText.ofStart(began.index(), clock.now().wallMs(), began.of(CLUSTER)));
        server.leader()
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
