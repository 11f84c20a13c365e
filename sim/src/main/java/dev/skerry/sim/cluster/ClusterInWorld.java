package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.server.link.ClusterServerPart;
import dev.skerry.cluster.server.link.Orders;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.sim.cluster.random.RandomFacts;
import dev.skerry.sim.cluster.random.RandomJobs;
import dev.skerry.sim.cluster.random.RandomQuotas;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.SimNode;
import dev.skerry.sim.world.SimPeer;
import dev.skerry.sim.world.SimRoom;
import dev.skerry.sim.world.SimServer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Nodes, jobs and allocations in a history: the real machines and the real scheduler, people who
/// run and drain, processes that end, and all that must hold of what runs where.
public final class ClusterInWorld implements SimRoom {
    public static final Maker MAKER = new Maker(new SavedCluster(), ClusterInWorld::new);

    /// Questions to nodes are compiled once for all histories; the answers depend on nothing else.
    private static final CelExpressions EXPRESSIONS = new CelExpressions();

    /// So little that what a node is sent comes in several parts.
    private static final long PART_CHARACTERS_MAX = 500;

    private static final long TOKEN_LIVES_MS = 60_000;

    /// When all is well, what was held by quotas is let go: nothing else would have it looked at.
    private static final long ALLOWED_AFTER_MS = Healed.WITHIN_MS + 2_000;

    private final Happenings events;
    private final SimServer server;
    private final Placements placements = new Placements();
    private final Running running = new Running(placements);
    private final Acknowledged acknowledged = new Acknowledged();
    private final Invariants invariants;
    private final Map<SimPeer, SimScheduler> schedulers = new HashMap<>();
    private final Map<SimPeer, SimPresence> presences = new HashMap<>();
    private final RandomFacts facts;
    private final RandomQuotas quotas;
    private final User user;
    private boolean allowed;
    private final Map<SimNode, ClusterOnNode> onNodes = new LinkedHashMap<>();
    private boolean begun;
    private @Nullable Outage outage;

    private ClusterInWorld(Scene scene) {
        events = scene.events();
        server = scene.server();
        invariants = new Invariants(events, EXPRESSIONS, placements, running, acknowledged);
        facts = new RandomFacts(events);
        quotas = new RandomQuotas(events);
        user = new User(scene, acknowledged, new RandomJobs(events), quotas);
    }

    @Override
    public ServerPart part(Consumer<String> touched) {
        return new ForcedFirst(
                new ClusterServerPart(new Orders(touched::accept, PART_CHARACTERS_MAX)));
    }

    @Override
    public ClusterOnNode on(SimNode node) {
        return onNodes.computeIfAbsent(node, _ -> new ClusterOnNode(events, node, running));
    }

    @Override
    public void joins(SimNode node) {
        if (!begun) for (var spec : quotas.first()) submit(new ClusterMessage.ApplyNamespace(spec));
        begun = true;
        var hash = "0".repeat(52) + node.id.substring(2);
        submit(new ClusterMessage.IssueToken(hash, "default", TOKEN_LIVES_MS));
        var identity = new Node.Identity(node.id, node.name, "default", "dc1");
        submit(new ClusterMessage.Join(hash, identity, "key"));
        submit(new ClusterMessage.SetMeta(node.id, Map.of("site", "hall-1")));
        on(node).describe(facts.any(node.id));
    }

    private void submit(ClusterMessage message) {
        server.submit(CLUSTER, message, Caller.SERVERS, _ -> {});
    }

    @Override
    public void act() {
        user.act();
    }

    @Override
    public void peace() {
        events.after(
                ALLOWED_AFTER_MS,
                () -> {
                    user.allows();
                    allowed = true;
                });
        user.letsAllIn();
        for (var peer : server.peers()) scheduler(peer).peace();
    }

    @Override
    public void happens(SimNode node) {
        if (events.chance(30)) on(node).exit();
        if (events.chance(5)) on(node).describe(facts.any(node.id));
    }

    @Override
    public void committed(Batch batch, House before, House after) {
        invariants.callers(batch, before.of(CLUSTER));
        var facts = batch.facts(CLUSTER);
        if (facts.isEmpty()) return; // it is what it was
        invariants.committed(facts, before.of(CLUSTER), after.of(CLUSTER));
        if (outage != null) outage.committed(facts);
    }

    @Override
    public void outage() {
        outage = new Outage(onNodes.values(), server.certain().of(CLUSTER));
    }

    @Override
    public void outageOver() {
        if (outage != null) outage.over(server.certain().of(CLUSTER));
        outage = null;
    }

    @Override
    public void restored(SimPeer of, House house) {
        scheduler(of).forget();
    }

    @Override
    public void up(SimPeer of) {
        presence(of).back();
    }

    @Override
    public void down(SimPeer of) {
        presence(of).gone();
    }

    @Override
    public void look(SimPeer of) {
        scheduler(of).look();
    }

    private SimScheduler scheduler(SimPeer of) {
        return schedulers.computeIfAbsent(
                of, _ -> new SimScheduler(events, of, EXPRESSIONS, invariants));
    }

    private SimPresence presence(SimPeer of) {
        return presences.computeIfAbsent(of, _ -> new SimPresence(events, of));
    }

    @Override
    public Ask<?> askedOfAnother() {
        var hash = "%016x".formatted(events.dice.nextLong()).repeat(4);
        return new Ask<>(CLUSTER, new ClusterMessage.IssueToken(hash, "default", TOKEN_LIVES_MS));
    }

    @Override
    public @Nullable String difference(House was, House is) {
        return difference(was.of(CLUSTER), is.of(CLUSTER));
    }

    /// In what they differ, in the words of whoever looks for the fault.
    private static @Nullable String difference(Cluster was, Cluster is) {
        if (was.sequence() != is.sequence()) return "its sequence";
        for (var node : was.nodes().values()) {
            var other = is.nodes().find(node.id());
            if (!node.equals(other)) return node + ", which is " + other;
        }
        for (var job : was.jobs().values()) {
            var other = is.jobs().find(job.key());
            if (!job.equals(other)) return job + ", which is " + other;
        }
        for (var allocation : was.allocations().values()) {
            var other = is.allocations().find(allocation.id());
            if (!allocation.equals(other)) return allocation + ", which is " + other;
        }
        boolean same =
                was.nodes().size() == is.nodes().size()
                        && was.jobs().size() == is.jobs().size()
                        && was.allocations().size() == is.allocations().size()
                        && was.tokens().equals(is.tokens());
        if (!same) return "what is in it";
        if (!was.index().equals(is.index())) return "its indexes";
        if (!was.namespaces().equals(is.namespaces()))
            return "its namespaces: %s are %s".formatted(was.namespaces(), is.namespaces());
        if (!was.recalls().equals(is.recalls()))
            return "its recalls: %s are %s".formatted(was.recalls(), is.recalls());
        return watched(was, is);
    }

    /// When more fitted for the last time is not saved: after a start it is now.
    private static @Nullable String watched(Cluster was, Cluster is) {
        var before = was.watch();
        var after = is.watch();
        if (!Objects.equals(before.deadlines(), after.deadlines())) return "its deadlines";
        if (!Objects.equals(before.due(), after.due())) return "what is due";
        boolean same =
                before.blocked().equals(after.blocked())
                        && before.system().equals(after.system())
                        && before.live().equals(after.live())
                        && before.seats().equals(after.seats());
        return same ? null : "what it watches: " + before + " is " + after;
    }

    @Override
    public @Nullable String missing() {
        var cluster = server.certain().of(CLUSTER);
        var nodes = List.copyOf(onNodes.values());
        return new Healed(cluster, nodes, EXPRESSIONS, allowed).missing();
    }

    @Override
    public long healsWithinMs() {
        return Healed.WITHIN_MS;
    }
}
