package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is forgotten stands in the facts. These were decided by a build with other limits than this
/// one has, and must lead to what they say.
class RetentionTest {
    private static final long HOUR_MS = Deadlines.FORGET_AFTER_MS;

    private final ClusterMachine machine = new ClusterMachine();
    private Cluster cluster = Cluster.EMPTY;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatAnotherBuildForgotIsForgottenHereToo(long seed) throws Exception {
        var history = new RandomClusterTest.History(seed);
        for (int i = 0; i < RandomClusterTest.MESSAGES; i++) history.next();
        var random = new Random(seed);
        for (var fact : history.facts) {
            var other = ofAnotherBuild(fact, random);
            var before = cluster;
            cluster = machine.apply(cluster, other);
            obeys(before, other);
        }
    }

    /// The same, but for what it says of how much is remembered.
    private ClusterFact ofAnotherBuild(ClusterFact fact, Random random) {
        int kept = random.nextInt(random.nextBoolean() ? 4 : 1_000);
        return switch (fact) {
            case ClusterFact.NodeContact it ->
                    new ClusterFact.NodeContact(
                            it.node(),
                            it.reachable(),
                            it.tickMs(),
                            it.wallMs(),
                            it.silenceMs(),
                            kept);
            case ClusterFact.Evaluated it ->
                    new ClusterFact.Evaluated(it.evaluation(), it.sequence(), kept);
            case ClusterFact.JobAccepted it ->
                    new ClusterFact.JobAccepted(
                            it.spec(),
                            it.version(),
                            it.wallMs(),
                            some(versions(it), random),
                            it.signers(),
                            it.by(),
                            it.how(),
                            it.from());
            case ClusterFact.AboutServers _,
                    ClusterFact.AboutNodes _,
                    ClusterFact.AboutJobs _,
                    ClusterFact.AboutAllocations _,
                    ClusterFact.AboutNamespaces _ ->
                    fact;
        };
    }

    private List<Long> versions(ClusterFact.JobAccepted fact) {
        var job = cluster.jobs().find(fact.spec().key());
        return job == null ? List.of() : List.copyOf(job.versions().keys());
    }

    private static List<Long> some(List<Long> all, Random random) {
        return all.stream().filter(_ -> random.nextInt(4) == 0).toList();
    }

    private void obeys(Cluster before, ClusterFact fact) {
        if (fact instanceof ClusterFact.NodeContact it && cluster.nodes().has(it.node())) {
            int could = history(before, it.node()) + 1;
            assertEquals(Math.min(could, it.kept()), history(cluster, it.node()));
        }
        if (fact instanceof ClusterFact.Evaluated it) {
            var job = cluster.jobs().find(it.evaluation().job());
            var old = before.jobs().find(it.evaluation().job());
            if (job == null || old == null) return;
            int could = old.evaluations().size() + 1;
            assertEquals(Math.min(could, it.kept()), job.evaluations().size());
        }
        if (fact instanceof ClusterFact.JobAccepted it) {
            var job = cluster.jobs().find(it.spec().key());
            var old = before.jobs().find(it.spec().key());
            if (job == null || old == null) return;
            var versions = old.versions().with(old.version(), old.current());
            for (var version : it.forgotten()) versions = versions.without(version);
            assertEquals(versions, job.versions());
        }
    }

    private static int history(Cluster cluster, String node) {
        var known = cluster.nodes().find(node);
        return known == null ? 0 : known.contact().history().size();
    }

    @Test
    void absencesAreToldAsOneAsTheFactsSay() {
        away(0, 10, 5, 9);
        away(14, 20, 4, 9);
        away(23, 30, 4, 9);
        assertEquals(List.of(new Absence(0, 10), new Absence(14, 30)), absences());
        for (long i = 1; i < 500; i++) away(100 * i, 100 * i + 1, 1, 1_000);
        assertEquals(501, absences().size());
        away(100_000, 100_001, 1, 2);
        assertEquals(List.of(new Absence(0, 49_901), new Absence(100_000, 100_001)), absences());
        away(200_000, 200_001, 1, 0);
        assertEquals(List.of(new Absence(0, 200_001)), absences());
    }

    private List<Absence> absences() {
        return cluster.absences().all();
    }

    private void away(long fromWallMs, long untilWallMs, long leastMs, int kept) {
        var fact = new ClusterFact.ServersAway(fromWallMs, untilWallMs, leastMs, kept);
        cluster = machine.apply(cluster, fact);
    }

    @Test
    void tokensGoWhenAFactSaysSoAndNeverBefore() {
        var hashes = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            hashes.add("%064x".formatted(i));
            var token = new Node.JoinToken(hashes.getLast(), "default", 1, 1, "", "", "");
            cluster = machine.apply(cluster, new ClusterFact.TokenIssued(token));
        }
        assertEquals(1_000, cluster.tokens().size());
        var first = hashes.subList(0, 600);
        cluster = machine.apply(cluster, new ClusterFact.TokensForgotten(first));
        assertEquals(400, cluster.tokens().size());
        cluster = machine.apply(cluster, new ClusterFact.TokensForgotten(hashes));
        assertEquals(PersistentMap.empty(), cluster.tokens());
    }

    /// Two services, one of which has failed for good in its second slot, and a system job that has
    /// failed on a node.
    private static Scene failed() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.service("badge", 2));
        scene.settle("badge", place(0, "n1"), place(1, "n2"));
        var everywhere = Specs.group("web", 1, Specs.STAYS, Map.of());
        scene.submit(Specs.job("probe", JobSpec.Type.SYSTEM, everywhere));
        scene.settle("probe", place(0, "n1"), place(0, "n2"));
        scene.report("n1", "a2 RUNNING", "a6 RUNNING");
        scene.report("n2", "a3 FAILED", "a7 FAILED");
        assertEquals(List.of("a2", "a3", "a6", "a7"), ids(scene));
        scene.sleep(10 * HOUR_MS);
        assertEquals(List.of("a2", "a3", "a6", "a7"), ids(scene));
        return scene;
    }

    private static List<String> ids(Scene scene) {
        return scene.cluster.allocations().keys().stream().sorted().toList();
    }

    @Test
    void whatEndedIsForgottenWhenTheCountIsLowered() {
        var scene = failed();
        scene.submit(Specs.service("badge", 1));
        scene.sleep(0);
        assertEquals(List.of("a2", "a6", "a7"), ids(scene));
    }

    @Test
    void whatEndedIsForgottenWhenItsGroupIsGone() {
        var scene = failed();
        var other = Specs.group("db", 2, Specs.STAYS, Map.of());
        scene.submit(Specs.job("badge", JobSpec.Type.SERVICE, other));
        scene.sleep(0);
        assertEquals(List.of("a2", "a6", "a7"), ids(scene));
    }

    /// The slot of a service is still there: what failed in it says why it is tried elsewhere.
    @Test
    void whatEndedIsForgottenWhenItsNodeIsRemoved() {
        var scene = failed();
        scene.contact("n2", false);
        scene.tell(new ClusterMessage.RemoveNode("n2"));
        scene.sleep(0);
        assertEquals(List.of("a2", "a3", "a6"), ids(scene));
    }

    /// It is the last of its slot once more.
    @Test
    void whatEndedIsRememberedWhenItsSlotIsBackWithinTheHour() {
        var scene = new Scene().node("n1", 100);
        scene.submit(Specs.service("badge", 2));
        scene.settle("badge", place(0, "n1"), place(1, "n1"));
        scene.report("n1", "a2 RUNNING", "a3 FAILED");
        scene.submit(Specs.service("badge", 1));
        scene.sleep(HOUR_MS - 1);
        scene.submit(Specs.service("badge", 2));
        scene.sleep(10 * HOUR_MS);
        assertEquals(List.of("a2", "a3"), ids(scene));
    }
}
