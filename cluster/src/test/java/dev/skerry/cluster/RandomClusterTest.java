package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Sight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in whatever order, the [Invariants] hold. A seed that fails is run alone by
/// putting its number into [#seeds()].
class RandomClusterTest {
    static final int MESSAGES = 250;
    static final int SEEN_LATE_MAX = 8;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void invariantsHold(long seed) throws Exception {
        var history = new History(seed);
        for (int i = 0; i < MESSAGES; i++) history.next();
        assertEquals(history.scene.cluster, history.copy);
    }

    /// One course of events, and a copy that knows only the bytes of its facts.
    static final class History {
        final Scene scene = new Scene();
        final List<ClusterFact> facts = new ArrayList<>();
        Cluster copy = Cluster.EMPTY;
        private final Random random;
        private int tokens;
        private final RandomScheduler scheduler;
        private final ArrayDeque<Cluster> seen = new ArrayDeque<>();

        History(long seed) {
            random = new Random(seed);
            scheduler = new RandomScheduler(random);
            fact(new ClusterFact.NamespaceApplied(NamespaceSpec.of("shop", "", Quota.NONE)));
            for (int i = 0; i < 4; i++) {
                var joined =
                        new Node.Identity(node(i), "n" + i, i == 0 ? "other" : "default", "home");
                fact(new ClusterFact.NodeJoined(joined, 0, 0, ""));
            }
        }

        void next() throws Exception {
            scene.pass(random.nextInt(20) == 0 ? 3_600_000 : random.nextInt(5_000));
            tell(message());
            for (int i = 0; scene.machine.wakeAtTickMs(scene.cluster) <= scene.tickMs; i++) {
                if (i == 100) throw new AssertionError("it wakes without end");
                tell(new ClusterMessage.Tick());
            }
            seen.addLast(scene.cluster);
            if (seen.size() > SEEN_LATE_MAX) seen.removeFirst();
        }

        private void tell(ClusterMessage message) throws Exception {
            if (scene.machine.decide(Sight.alone(scene.cluster), message, scene.now())
                    instanceof Decision.Accepted<ClusterFact, ?>(var facts, _)) {
                for (var fact : facts) {
                    this.facts.add(fact);
                    scene.fact(fact);
                    if (fact instanceof ClusterFact.AllocationsPlaced(var all)) withinQuota(all);
                    var bytes = ServerCodec.CLUSTER_FACT.encode(fact);
                    copy = scene.machine.apply(copy, ServerCodec.CLUSTER_FACT.decode(bytes));
                }
                try {
                    Invariants.check(scene.cluster);
                } catch (AssertionError e) {
                    throw new AssertionError("after " + message + " and " + facts, e);
                }
            }
        }

        private void withinQuota(List<Allocation> placed) {
            for (var it : placed) {
                var namespace = it.slot().job().namespace();
                var quota = scene.cluster.namespaces().quota(namespace);
                var used = scene.cluster.namespaces().use(namespace).minus(it.reserved());
                assertTrue(quota.fits(used, it.reserved()), () -> "over its quota: " + it);
                var node = scene.node(it.node());
                assertTrue(quota.allows(node.identity().pool()), () -> "not its pool: " + it);
            }
        }

        private void fact(ClusterFact fact) {
            facts.add(fact);
            scene.fact(fact);
            copy = scene.machine.apply(copy, fact);
        }

        private ClusterMessage message() throws Exception {
            var node = node(random.nextInt(5));
            return switch (random.nextInt(32)) {
                case 0, 1 -> new ClusterMessage.Contact(node, false, 0);
                case 2, 3, 4 -> new ClusterMessage.Contact(node, true, 0);
                case 5 -> new ClusterMessage.Describe(node, Scene.facts(100));
                case 6 -> new ClusterMessage.SetMeta(node, Map.of("k", random.nextInt(3) + ""));
                case 7 -> new ClusterMessage.SetEligible(node, random.nextInt(4) != 0);
                case 8 -> drain(node);
                case 9 -> random.nextInt(8) == 0 ? remove(node) : new ClusterMessage.Tick();
                case 10, 11 -> new ClusterMessage.SubmitJob(spec(), -1);
                case 12 -> new ClusterMessage.StopJob(job(), random.nextBoolean());
                case 13 -> new ClusterMessage.Evaluate(job());
                case 14 -> new ClusterMessage.StopAllocation(allocation());
                case 15 -> new ClusterMessage.RestartAllocation(allocation());
                case 16, 17, 18, 19 -> report(node);
                case 20 -> new ClusterMessage.ApplyNamespace(namespace());
                case 21 -> new ClusterMessage.DeleteNamespace(random.nextBoolean() ? "shop" : "no");
                case 22 -> new ClusterMessage.RevokeNode(node);
                case 23 -> letIn(node);
                case 24 -> new ClusterMessage.RevertJob(job(), random.nextInt(9), "default", -1);
                case 25 ->
                        new ClusterMessage.ScaleJob(job(), "web", random.nextInt(6), "default", -1);
                case 26 -> new ClusterMessage.RecallJob(job(), random.nextInt(4), "");
                case 27 -> lift();
                default -> settle();
            };
        }

        private ClusterMessage lift() {
            var all = scene.cluster.recalls().all().keys().stream().sorted().toList();
            return new ClusterMessage.LiftRecall(
                    all.isEmpty() ? "no" : all.get(random.nextInt(all.size())));
        }

        /// With a token that was made for it.
        private ClusterMessage letIn(String node) throws Exception {
            var hash = "%064x".formatted(tokens++);
            tell(new ClusterMessage.IssueToken(hash, "default", 60_000, node));
            var identity = new Node.Identity(node, node, "", "home");
            return new ClusterMessage.Join(hash, identity, "key");
        }

        private ClusterMessage drain(String node) {
            var deadlineMs = random.nextInt(3) == 0 ? -1 : random.nextInt(60_000);
            return new ClusterMessage.DrainNode(node, deadlineMs, random.nextBoolean());
        }

        private static ClusterMessage remove(String node) {
            return new ClusterMessage.RemoveNode(node);
        }

        private NamespaceSpec namespace() {
            var pools = random.nextInt(4) == 0 ? List.of("default") : List.<String>of();
            var quota = new Quota(limit(100), limit(100), limit(10), pools);
            var preempts =
                    random.nextInt(3) == 0
                            ? NamespaceSpec.PREEMPTS
                            : List.of(JobSpec.Type.values());
            var name = random.nextBoolean() ? "shop" : "default";
            return new NamespaceSpec(name, "", quota, preempts);
        }

        private long limit(int most) {
            return random.nextInt(3) == 0 ? random.nextInt(most) : Quota.UNLIMITED;
        }

        private JobSpec spec() {
            int number = random.nextInt(5);
            var disconnect =
                    switch (number) {
                        case 0 -> Disconnect.DEFAULT;
                        case 1 -> Specs.STAYS;
                        case 2 -> Specs.disconnect(30_000, 0, true);
                        default -> Specs.disconnect(0, 10_000, false);
                    };
            var ports = number % 2 == 0 ? Map.of("http", 0) : Map.<String, Integer>of();
            var type = number == 4 ? JobSpec.Type.SYSTEM : JobSpec.Type.SERVICE;
            var count = number == 4 ? 1 : random.nextInt(6);
            var meta = Map.of("salt", random.nextInt(4) + "");
            var name = random.nextInt(5) == 0 ? "db" : "web";
            var group = Specs.group(name, count, disconnect, ports);
            int priority = 1 + 20 * random.nextInt(5);
            return Specs.with(Specs.job(key(number), type, group), meta, priority);
        }

        private JobKey job() {
            return key(random.nextInt(5));
        }

        private static JobKey key(int number) {
            return new JobKey(number % 2 == 0 ? "default" : "shop", "job" + number);
        }

        private String allocation() {
            return "a" + (1 + random.nextInt((int) scene.cluster.sequence() + 1));
        }

        private ClusterMessage report(String node) {
            var changes = new ArrayList<ObservedChange>();
            var ids = new ArrayList<>(scene.cluster.onNode(node));
            ids.add(allocation());
            for (var id : ids) {
                var all = Status.values();
                var status = random.nextInt(3) == 0 ? all[random.nextInt(6)] : Status.RUNNING;
                if (random.nextBoolean()) {
                    changes.add(new ObservedChange(id, Scene.observed(status)));
                }
            }
            return new ClusterMessage.Report(node, changes);
        }

        /// By a scheduler that may have looked some time ago.
        private ClusterMessage settle() {
            var looks = new ArrayList<>(seen);
            looks.add(scene.cluster);
            var look = looks.get(random.nextInt(looks.size()));
            var jobs = new HashMap<String, Job>();
            look.jobs().forEach((key, it) -> jobs.put(key.name(), it));
            var names = new ArrayList<>(jobs.keySet());
            names.sort(null);
            if (names.isEmpty()) return new ClusterMessage.Tick();
            var job = jobs.get(names.get(random.nextInt(names.size())));
            if (job == null) throw new AssertionError("a name stands for a job");
            return new ClusterMessage.Settle(scheduler.plan(look, job));
        }

        private static String node(int number) {
            return "n-00000000000" + number;
        }
    }
}
