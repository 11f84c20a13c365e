package dev.skerry.cluster.server;

import static dev.skerry.cluster.decide.NodeDecisions.TOKEN_TTL_MAX_MS;
import static dev.skerry.cluster.decide.NodeDecisions.TOKEN_TTL_MIN_MS;
import static dev.skerry.cluster.server.ClusterApi.ALLOCATIONS;
import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.NODES;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.http.Admitted;
import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Durations;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The whole at a glance, and how nodes get in.
final class StatusRoutes {
    static final String VERSION = "0.1.0";
    private static final String POOL_DEFAULT = "default";
    private static final String TTL_DEFAULT = "1h";

    private final Door<Cluster, ClusterMessage> door;
    private final Secrets secrets;
    private final long begunTickMs;

    StatusRoutes(Door<Cluster, ClusterMessage> door, Secrets secrets) {
        this.door = door;
        this.secrets = secrets;
        this.begunTickMs = door.time().tickMs();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", Need.known(), this::status),
                Route.object("/v1/join-tokens", Need.administer(NODES).wherever(), this::token));
    }

    private Answer status(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        var cluster = view.state();
        return JSON.at(
                view,
                new StatusAnswers.FleetStatus(
                        VERSION,
                        door.leads(),
                        view.index(),
                        door.time().tickMs() - begunTickMs,
                        nodes(cluster, seen(request, NODES)),
                        jobs(cluster, seen(request, JOBS)),
                        allocations(cluster, seen(request, ALLOCATIONS))));
    }

    /// Where the caller may see such things. It is found once for each place: there are many
    /// things, and few places.
    static Predicate<String> seen(Request request, Thing thing) {
        return seen(request.admitted(), thing);
    }

    static Predicate<String> seen(Admitted reader, Thing thing) {
        var right = Need.read(thing);
        var found = new HashMap<String, Boolean>();
        return place -> found.computeIfAbsent(place, it -> reader.allows(right, it));
    }

    static StatusAnswers.Nodes nodes(Cluster cluster, Predicate<String> seen) {
        int total = 0;
        int ready = 0;
        int joined = 0;
        int missed = 0;
        int revoked = 0;
        int draining = 0;
        int ineligible = 0;
        for (var node : cluster.nodes().values()) {
            if (!seen.test(node.identity().pool())) continue;
            total++;
            switch (NodeAnswers.status(node)) {
                case "ready" -> ready++;
                case "joined" -> joined++;
                case "missed" -> missed++;
                case "revoked" -> revoked++;
                case "draining" -> draining++;
                default -> ineligible++;
            }
        }
        return new StatusAnswers.Nodes(total, ready, joined, missed, draining, ineligible, revoked);
    }

    private static StatusAnswers.Jobs jobs(Cluster cluster, Predicate<String> seen) {
        var unhealthy = new HashSet<JobKey>();
        for (var it : unhealthy(cluster, seen)) unhealthy.add(it.slot().job());
        int total = 0;
        int stopped = 0;
        int blocked = 0;
        for (var job : cluster.jobs().values()) {
            if (!seen.test(job.key().namespace())) continue;
            total++;
            if (job.stopped()) stopped++;
            else if (job.blocked()) blocked++;
        }
        return new StatusAnswers.Jobs(total, unhealthy.size(), blocked, stopped);
    }

    private static List<Allocation> unhealthy(Cluster cluster, Predicate<String> seen) {
        var all = new ArrayList<Allocation>();
        for (var it : cluster.allocations().values()) {
            if (it.observed().healthy() || !seen.test(it.slot().job().namespace())) continue;
            var job = cluster.jobs().find(it.slot().job());
            if (job != null && Unwell.runs(job, it)) all.add(it);
        }
        return all;
    }

    static JobAnswers.Tally tally(Cluster cluster, Predicate<String> seen) {
        var tally = new JobAnswers.Tally();
        for (var allocation : cluster.allocations().values())
            if (seen.test(allocation.slot().job().namespace())) tally.add(allocation);
        return tally;
    }

    private static StatusAnswers.Allocations allocations(Cluster cluster, Predicate<String> seen) {
        var tally = tally(cluster, seen);
        return new StatusAnswers.Allocations(
                tally.of(Allocation.Status.PENDING),
                tally.of(Allocation.Status.RUNNING),
                unhealthy(cluster, seen).size(),
                tally.of(Allocation.Status.COMPLETE),
                tally.of(Allocation.Status.FAILED),
                tally.of(Allocation.Status.UNKNOWN),
                tally.of(Allocation.Status.LOST));
    }

    private Answer token(Request request) throws InterruptedException, Declined {
        request.only();
        var body = Bodies.object(request, Set.of("pool", "ttl", "node"));
        var meant = node(request, body);
        var pool = meant == null ? POOL_DEFAULT : meant.identity().pool();
        pool = text(body.getOrDefault("pool", pool), "pool");
        request.within(pool);
        if (meant != null && !pool.equals(meant.identity().pool()))
            throw Declined.field(
                    "pool",
                    pool,
                    "left out: node " + meant.called() + " stays in the pool it is in");
        var ttl = text(body.getOrDefault("ttl", TTL_DEFAULT), "ttl");
        long ms = Durations.typed("ttl", ttl, TOKEN_TTL_MIN_MS, TOKEN_TTL_MAX_MS);
        var expires = Bodies.time(door.time().wallMs() + ms);
        var secret = secrets.fresh();
        var place = meant == null ? "" : meant.id();
        var message = new ClusterMessage.IssueToken(secret.hash(), pool, ms, place);
        door.submit(message, request.caller());
        return JSON.of(new StatusAnswers.Token(secret.text(), pool, expires))
                .with("Cache-Control", "no-store");
    }

    /// The node whose place the token shall take; null: a new one.
    private @Nullable Node node(Request request, Map<String, @Nullable Object> body)
            throws Declined {
        if (!body.containsKey("node")) return null;
        return NodeRoutes.named(door.now(), text(body.get("node"), "node"), request);
    }

    private static String text(@Nullable Object value, String key) throws Declined {
        if (value instanceof String text) return text;
        throw Declined.field(key, String.valueOf(value), "text");
    }
}
