package dev.skerry.server.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.cluster.server.ClusterFigures;
import dev.skerry.cluster.server.EventText;
import dev.skerry.cluster.server.Secrets;
import dev.skerry.cluster.server.launches.LaunchFigures;
import dev.skerry.cluster.server.link.ClusterServerPart;
import dev.skerry.http.Admitted;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import java.util.List;
import java.util.function.Consumer;

/// Nodes, jobs and allocations on one server.
public final class ClusterServerRoom implements ServerRoom {
    private final SchedulingFigures figures = new SchedulingFigures();
    private volatile LaunchFigures launches = new LaunchFigures(0);

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
                        figures,
                        Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        evaluator.start();
        return evaluator;
    }

    @Override
    public Beside beside(ServerSettings settings, ServerClock clock) {
        var counts = new LaunchFigures(clock.now().wallMs());
        launches = counts;
        return new Counting(counts);
    }

    /// On the disk there is nothing of it.
    private record Counting(LaunchFigures counts) implements Beside {
        @Override
        public void loaded(House saved) {}

        @Override
        public void committed(House before, Batch batch) {
            counts.committed(batch.facts(CLUSTER), before.of(CLUSTER));
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    @Override
    public List<Event> events(Batch batch, House before, House after) {
        return EventText.of(batch.facts(CLUSTER), before.of(CLUSTER), after.of(CLUSTER));
    }

    @Override
    public void figures(House house, Now now, Admitted reader, PrometheusText to) {
        ClusterFigures.write(house.of(CLUSTER), now.wallMs(), reader, to);
        ClusterFigures.write(launches, reader, to);
        if (ClusterFigures.all(reader)) figures.write(to);
    }

    @Override
    public RoomApi api(ServerParts server, Doors doors) {
        return ClusterApi.of(
                doors.to(CLUSTER), server.streams(), secrets(server), server.signing());
    }

    private static Secrets secrets(ServerParts server) {
        return () -> {
            var secret = server.authority().freshSecret();
            return new Secrets.Secret(secret.text(), secret.hash());
        };
    }
}
