package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.signing.Signatures;
import dev.skerry.sim.cluster.random.RandomJobs;
import dev.skerry.sim.cluster.random.RandomQuotas;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.SimNode;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Somebody who runs, changes, reverts, scales, stops and drains, at the worst of times.
final class User {
    static final long DRAIN_DEADLINE_MAX_MS = 25_000;

    private static final Caller SOMEBODY = new Caller(Caller.Kind.PERSON, "user");

    /// Longer than it takes until a node is missed.
    private static final int AWAY_MAX_MS = 60_000;

    private static final long AGAIN_AFTER_MS = 2_000;
    private static final long TOKEN_LIVES_MS = 60_000;

    private final Happenings events;
    private final SimServer server;
    private final Acknowledged acknowledged;
    private final RandomJobs texts;
    private final RandomQuotas quotas;
    private final List<SimNode> nodes;
    private final TreeMap<String, JobSpec> asked = new TreeMap<>();

    /// The jobs of allocations that there were at some time.
    private final TreeMap<String, JobKey> tasks = new TreeMap<>();

    User(SimRoom.Scene scene, Acknowledged acknowledged, RandomJobs texts, RandomQuotas quotas) {
        events = scene.events();
        server = scene.server();
        nodes = scene.nodes();
        this.acknowledged = acknowledged;
        this.texts = texts;
        this.quotas = quotas;
    }

    void act() {
        switch (events.dice.nextInt(21)) {
            case 0, 1, 2, 3, 4 -> run();
            case 5 -> stop();
            case 6 -> drain();
            case 7 -> eligible();
            case 8 -> meta();
            case 9 -> allocation(true);
            case 10 -> allocation(false);
            case 11 -> evaluate();
            case 12 -> quota();
            case 13 -> {
                if (events.chance(30)) revoke();
            }
            case 14 -> task();
            case 15 -> revert();
            case 16 -> scale();
            case 17 -> steer();
            case 18 -> recall();
            case 19 -> launch();
            default -> {}
        }
    }

    /// No quota is left.
    void allows() {
        for (var spec : quotas.none()) {
            events.say("user lifts the quota of namespace " + spec.name());
            ask(new ClusterMessage.ApplyNamespace(spec), acknowledged.applies(spec));
        }
    }

    private void run() {
        var before = asked.isEmpty() ? null : asked.get(anyJob());
        var spec = before != null && events.chance(15) ? before : texts.any();
        var name = spec.key().name();
        boolean forced = events.chance(12);
        events.say("user runs " + (forced ? "forced " : "") + shown(spec));
        asked.put(name, spec);
        ask(
                new ClusterMessage.SubmitJob(spec, -1, Signatures.NONE, forced),
                acknowledged.submits(spec));
    }

    private static String shown(JobSpec spec) {
        var text = new StringBuilder(spec.key().name());
        for (var group : spec.groups()) {
            var disconnect = group.policies().disconnect();
            text.append(
                    " %s x%d %s"
                            .formatted(
                                    group.name(),
                                    group.count(),
                                    group.ports().keySet().stream().sorted().toList()));
            text.append(disconnect.replace() ? "" : " not replaced");
            if (disconnect.lostAfterMs() > 0)
                text.append(" lost after %d s".formatted(disconnect.lostAfterMs() / 1000));
            if (disconnect.stopAfterMs() > 0)
                text.append(" stops after %d s".formatted(disconnect.stopAfterMs() / 1000));
        }
        return text.toString();
    }

    /// Asks, and reads the answer.
    private void ask(ClusterMessage message, Acknowledged.Ticket ticket) {
        server.submit(
                CLUSTER,
                message,
                SOMEBODY,
                outcome -> {
                    switch (outcome) {
                        case SimServer.Verdict.Done _ ->
                                ticket.acknowledged(server.certain().of(CLUSTER));
                        case SimServer.Verdict.Refused(var refusal) ->
                                events.say("user is told: " + refusal.sentence());
                        case SimServer.Verdict.Lost() -> events.say("user is told nothing");
                    }
                });
    }

    private static final Acknowledged.Ticket NOTHING = _ -> {};

    private void stop() {
        if (asked.isEmpty()) return;
        var key = anyKey();
        boolean purge = events.chance(50);
        events.say("user stops " + key.name() + (purge ? " for good" : ""));
        ask(new ClusterMessage.StopJob(key, purge), acknowledged.stops(key));
    }

    /// To a version that was there a moment ago, or to none.
    private void revert() {
        var job = known();
        if (job == null) return;
        long version = job.version() - events.between(0, Job.VERSIONS_KEPT + 1);
        var kept = job.at(version);
        var pool = (kept == null ? job.spec() : kept).where().pool();
        long expected = events.chance(40) ? job.version() : -1;
        events.say("user reverts %s to version %d".formatted(job.key().name(), version));
        ask(
                new ClusterMessage.RevertJob(job.key(), version, pool, expected, events.chance(15)),
                acknowledged.changes(job.key()));
    }

    private void scale() {
        var job = known();
        if (job == null) return;
        var groups = job.spec().groups();
        var group = groups.get(events.dice.nextInt(groups.size())).name();
        long count = events.between(0, 4);
        long expected = events.chance(40) ? job.version() : -1;
        var pool = job.spec().where().pool();
        events.say("user scales %s of %s to %d".formatted(group, job.key().name(), count));
        ask(
                new ClusterMessage.ScaleJob(job.key(), group, count, pool, expected),
                acknowledged.changes(job.key()));
    }

    /// Now and then one is lifted, and then nothing else happens.
    private void recall() {
        var all = List.copyOf(server.certain().of(CLUSTER).recalls().all().keys());
        if (!all.isEmpty() && events.chance(40)) {
            var id = all.stream().sorted().toList().get(events.dice.nextInt(all.size()));
            events.say("user lifts recall " + id);
            acknowledged.lifts();
            ask(new ClusterMessage.LiftRecall(id), NOTHING);
            return;
        }
        var job = known();
        if (job == null) return;
        long version = events.chance(20) ? 0 : Math.max(1, job.version() - events.between(0, 2));
        events.say("user recalls version %d of %s".formatted(version, job.key().name()));
        ask(
                new ClusterMessage.RecallJob(job.key(), version, "harm"),
                acknowledged.recalls(job.key(), version));
    }

    /// Whatever it is: most cannot be launched, and some not like this.
    private void launch() {
        var job = known();
        if (job == null) return;
        var key = job.key();
        var pool = job.spec().where().pool();
        events.say("user launches " + key.name());
        if (job.spec().launch() instanceof Launch.Parameterized) {
            var payload = events.one("", "cGF5bG9hZA==");
            var meta =
                    events.one(
                            Map.<String, String>of(),
                            Map.of("who", "me"),
                            Map.of("who", "me", "how", "so"));
            long drawn = events.dice.nextLong();
            ask(new ClusterMessage.DispatchJob(key, payload, meta, pool, drawn), NOTHING);
        } else {
            ask(new ClusterMessage.ForceJob(key, pool), NOTHING);
        }
    }

    private void steer() {
        var job = known();
        var deployment = job == null ? null : job.deployment();
        if (job == null || deployment == null) return;
        var all = Steering.values();
        var how = all[events.dice.nextInt(all.length)];
        events.say(
                "user says %s of version %d of %s".formatted(how, job.version(), job.key().name()));
        ask(new ClusterMessage.SteerDeployment(job.key(), deployment.id(), how), NOTHING);
    }

    /// One that somebody has asked for, as far as it is there.
    private @Nullable Job known() {
        if (asked.isEmpty()) return null;
        return server.certain().of(CLUSTER).jobs().find(anyKey());
    }

    private void evaluate() {
        if (asked.isEmpty()) return;
        ask(new ClusterMessage.Evaluate(anyKey()), NOTHING);
    }

    private JobKey anyKey() {
        return List.copyOf(asked.values()).get(events.dice.nextInt(asked.size())).key();
    }

    /// A namespace may be deleted while nothing is in it, and made again.
    private void quota() {
        if (events.chance(20)) {
            events.say("user deletes namespace " + RandomQuotas.LAB);
            acknowledged.deletes(RandomQuotas.LAB);
            ask(new ClusterMessage.DeleteNamespace(RandomQuotas.LAB), NOTHING);
            return;
        }
        var spec = quotas.any();
        events.say("user applies namespace %s: %s".formatted(spec.name(), spec.quota()));
        ask(new ClusterMessage.ApplyNamespace(spec), acknowledged.applies(spec));
    }

    private String anyJob() {
        return List.copyOf(asked.keySet()).get(events.dice.nextInt(asked.size()));
    }

    private SimNode node() {
        return nodes.get(events.dice.nextInt(nodes.size()));
    }

    private void drain() {
        var node = node();
        boolean end = events.chance(40);
        long deadlineMs = end ? -1 : events.between(1_000, DRAIN_DEADLINE_MAX_MS);
        events.say(
                end
                        ? "user ends the drain of " + node.name
                        : "user drains %s within %d ms".formatted(node.name, deadlineMs));
        acknowledged.drains(node.id);
        ask(new ClusterMessage.DrainNode(node.id, deadlineMs, events.chance(30)), NOTHING);
    }

    private void eligible() {
        var node = node();
        boolean to = events.chance(75);
        events.say("user makes " + node.name + (to ? " eligible" : " not eligible"));
        ask(new ClusterMessage.SetEligible(node.id, to), acknowledged.opens(node.id, to));
    }

    /// And makes a token for it when it has been out for a while.
    private void revoke() {
        var node = node();
        events.say("user revokes " + node.name);
        ask(new ClusterMessage.RevokeNode(node.id), acknowledged.revokes(node.id));
        events.soon(1_000, AWAY_MAX_MS, () -> letsIn(node));
    }

    /// Until it is in: a leader may be gone before it has answered.
    private void letsIn(SimNode node) {
        var known = server.certain().of(CLUSTER).nodes().find(node.id);
        if (known == null || !known.revoked()) return;
        var hash = "%016x".formatted(events.dice.nextLong()).repeat(4);
        events.say("user lets " + node.name + " in");
        acknowledged.rejoins(node.id);
        ask(new ClusterMessage.IssueToken(hash, "default", TOKEN_LIVES_MS, node.id), NOTHING);
        ask(new ClusterMessage.Join(hash, known.identity(), "key"), NOTHING);
        events.after(AGAIN_AFTER_MS, () -> letsIn(node));
    }

    void letsAllIn() {
        for (var node : nodes) letsIn(node);
    }

    private void meta() {
        var node = node();
        var site = "hall-" + events.between(1, 2);
        events.say("user moves " + node.name + " to " + site);
        ask(
                new ClusterMessage.SetMeta(node.id, Map.of("site", site)),
                acknowledged.moves(node.id, site));
    }

    /// A task asks for something, of those that there are or were a while ago: what its node has
    /// written for it is good for longer.
    private void task() {
        var all = server.certain().of(CLUSTER).allocations().values();
        for (var each : all) tasks.putIfAbsent(each.id(), each.slot().job());
        if (tasks.isEmpty()) return;
        var one = List.copyOf(tasks.entrySet()).get(events.dice.nextInt(tasks.size()));
        var job = one.getValue();
        var caller = new Caller(Caller.Kind.TASK, job.whole(), one.getKey(), "192.0.2.8");
        events.say("a task of " + one.getKey() + " asks for an evaluation");
        server.submit(CLUSTER, new ClusterMessage.Evaluate(job), caller, _ -> {});
    }

    private void allocation(boolean stop) {
        var ids = server.certain().of(CLUSTER).allocations().keys().stream().sorted().toList();
        if (ids.isEmpty()) return;
        var id = ids.get(events.dice.nextInt(ids.size()));
        events.say("user " + (stop ? "stops " : "restarts ") + id);
        ask(
                stop
                        ? new ClusterMessage.StopAllocation(id)
                        : new ClusterMessage.RestartAllocation(id),
                NOTHING);
    }
}
