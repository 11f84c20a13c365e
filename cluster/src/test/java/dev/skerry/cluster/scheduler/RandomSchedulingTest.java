package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.NamespaceDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random fleets with random fates; what must hold after every plan.
class RandomSchedulingTest {
    private static final int STEPS = 120;
    private static final int SEEDS = 200;
    private static final JobKey SPREAD = new JobKey("default", "spread");
    private static final JobKey ONCE = new JobKey("default", "once");
    private static final JobKey EVERYWHERE = new JobKey("default", "everywhere");
    private static final JobKey BATCH = new JobKey("default", "batch");
    private static final List<JobKey> JOBS = List.of(SPREAD, ONCE, EVERYWHERE, BATCH);

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void plansHoldWhateverHappens(long seed) {
        var random = new SplittableRandom(seed);
        var fleet = new Fleet().preempts(JobSpec.Type.values());
        for (int i = 0; i < 6; i++) addNode(fleet, random);
        for (var job : JOBS) submit(fleet, job, random);
        for (int i = 0; i < STEPS; i++) {
            happen(fleet, random);
            fleet.later(random.nextLong(20_000));
            settle(fleet, JOBS.get(random.nextInt(JOBS.size())));
            check(fleet);
        }
        heal(fleet);
    }

    private static void addNode(Fleet fleet, SplittableRandom random) {
        fleet.add(
                "n%d cpu=%d memory=%d site=s%d arch=%s"
                        .formatted(
                                fleet.cluster.nodes().size(),
                                random.nextInt(200, 3000),
                                random.nextInt(100, 2000),
                                random.nextInt(3),
                                random.nextBoolean() ? "arm64" : "amd64"));
    }

    private static void submit(Fleet fleet, JobKey job, SplittableRandom random) {
        var common =
                " cpu=%d memory=%d command=c%d note=n%d reconcile=%s priority=%d"
                        .formatted(
                                random.nextInt(50, 150),
                                random.nextInt(10, 80),
                                random.nextInt(2),
                                random.nextInt(3),
                                List.of("KEEP_ORIGINAL", "LONGEST_RUNNING", "BEST_SCORE")
                                        .get(random.nextInt(3)),
                                random.nextInt(1, 101));
        var count = " count=" + random.nextInt(1, 9);
        var wish = "rather 50 node.arch == arm64";
        var spec =
                switch (job.name()) {
                    case "spread" -> {
                        var line = "service lostAfter=60000 port:web=0" + count + common;
                        yield Jobs.of(job, line, "spread 50 node.meta.site", wish);
                    }
                    case "once" -> {
                        var line = "service replace=false hosts=yes port:web=80" + count + common;
                        yield Jobs.of(job, line);
                    }
                    case "batch" -> {
                        var line = "batch distinct=node.meta.site:2" + count + common;
                        yield Jobs.of(job, line, "where node.arch == \"arm64\"");
                    }
                    default -> Jobs.of(job, "system port:x=0 lostAfter=30000" + common);
                };
        if (NamespaceDecisions.against(fleet.cluster, spec) == null) fleet.submit(spec);
    }

    /// There are quotas now and then, of which some are much too small.
    private static void limit(Fleet fleet, SplittableRandom random) {
        long none = Quota.UNLIMITED;
        var quota =
                switch (random.nextInt(5)) {
                    case 0 -> new Quota(none, none, random.nextInt(4, 40), List.of());
                    case 1 -> new Quota(random.nextInt(300, 4_000), none, none, List.of());
                    case 2 ->
                            new Quota(none, random.nextInt(50, 2_000) * Jobs.MIB, none, List.of());
                    case 3 -> new Quota(none, none, none, List.of("other"));
                    default -> Quota.NONE;
                };
        fleet.limit(quota, random.nextInt(3) == 0 ? List.of() : List.of(JobSpec.Type.values()));
    }

    private static void happen(Fleet fleet, SplittableRandom random) {
        var node = "n" + random.nextInt(fleet.cluster.nodes().size());
        switch (random.nextInt(13)) {
            case 0 -> addNode(fleet, random);
            case 1, 2 -> fleet.missed(node);
            case 3, 4 -> fleet.back(node);
            case 5 -> fleet.drain(node, random.nextBoolean());
            case 6 -> endDrain(fleet, node);
            case 7 -> submit(fleet, JOBS.get(random.nextInt(JOBS.size())), random);
            case 8, 9 -> end(fleet, random);
            case 12 -> limit(fleet, random);
            default -> fleet.obey();
        }
    }

    private static void endDrain(Fleet fleet, String node) {
        var found = fleet.cluster.nodes().find(node);
        if (found == null) return;
        if (found.scheduling().drain() != null) {
            fleet.send(new ClusterMessage.DrainNode(node, -1, false));
        }
        fleet.eligible(node, true);
    }

    private static void end(Fleet fleet, SplittableRandom random) {
        var live = fleet.allocations().stream().filter(Allocation::live).toList();
        if (live.isEmpty()) return;
        var one = live.get(random.nextInt(live.size()));
        var node = fleet.cluster.nodes().find(one.node());
        if (node == null || !node.contact().reachable()) return;
        fleet.report(one.id(), random.nextBoolean() ? Status.FAILED : Status.COMPLETE);
    }

    private static void settle(Fleet fleet, JobKey job) {
        var before = fleet.cluster.allocations();
        var plan = fleet.plan(job);
        assertEquals(plan, fleet.plan(job), "the same look finds the same");
        checkPlaces(fleet, plan);
        fleet.send(new ClusterMessage.Settle(plan));
        if (!plan.places().isEmpty()) checkQuota(fleet);
        var placed = fleet.allocations().stream().filter(one -> !before.has(one.id())).count();
        assertEquals(plan.places().size(), placed, "the cluster takes the plan as it is");
        var again = fleet.plan(job);
        assertEquals(List.of(), again.places());
        assertEquals(List.of(), again.stops());
        assertEquals(List.of(), again.updates());
    }

    private static void checkPlaces(Fleet fleet, Plan plan) {
        var job = fleet.cluster.jobs().find(plan.job());
        assertTrue(job != null);
        var slots = new HashSet<String>();
        boolean system = job.spec().type().everywhere();
        for (var place : plan.places()) {
            var node = fleet.cluster.nodes().find(place.node());
            var group = job.spec().group(place.group());
            assertTrue(node != null && group != null);
            var ask = GroupAsk.of(job.spec(), job.version(), group);
            var quota = fleet.cluster.namespaces().quota("default");
            assertEquals(null, new Feasibility(ask, quota, fleet.expressions).refusal(node));
            assertTrue(slots.add(place.index() + (system ? place.node() : "")), "slot twice");
        }
        var victims = new HashSet<String>();
        for (var it : plan.displaced()) {
            var victim = fleet.allocation(it.allocation());
            var of = fleet.cluster.jobs().find(victim.slot().job());
            assertTrue(victims.add(victim.id()), "displaced twice");
            assertEquals(plan.places().get(it.place()).node(), victim.node());
            assertTrue(
                    of != null && of.spec().priority() <= job.spec().priority() - 10,
                    "it is not less important");
        }
    }

    private static void checkQuota(Fleet fleet) {
        var quota = fleet.cluster.namespaces().quota("default");
        var used = fleet.cluster.namespaces().use("default");
        assertEquals(null, quota.lacks(used, Use.NONE));
    }

    private static void check(Fleet fleet) {
        for (var node : fleet.cluster.nodes().values()) {
            var used = node.used().resources();
            for (var id : fleet.cluster.onNode(node.id())) {
                var it = fleet.allocation(id);
                var by = it.lineage().displacedBy();
                var next = by == null ? null : fleet.cluster.allocations().find(by);
                if (it.holds() && next != null && next.holds()) used = used.minus(it.reserved());
            }
            assertTrue(used.fitsIn(node.facts().capacity()), "overcommitted");
        }
        var once = new HashSet<Integer>();
        var hosts = new HashSet<String>();
        var sites = new HashMap<String, Integer>();
        for (var one : fleet.allocations()) {
            if (!one.live()) continue;
            if (one.slot().job().equals(ONCE)) {
                assertTrue(once.add(one.slot().index()), "more than asked");
                assertTrue(hosts.add(one.node()), "two on one host");
            } else if (one.slot().job().equals(BATCH)) {
                var node = fleet.cluster.nodes().find(one.node());
                var site = node == null ? "" : node.meta().getOrDefault("site", "");
                assertTrue(sites.merge(site, 1, Integer::sum) <= 2, "three at one site");
            }
        }
    }

    /// Everybody is back and there is room for all: each slot is held by one that runs.
    private static void heal(Fleet fleet) {
        fleet.limit(Quota.NONE);
        for (var id : fleet.cluster.nodes().keys()) {
            fleet.back(id);
            endDrain(fleet, id);
        }
        for (int i = 0; i < 12; i++)
            fleet.add("big%d cpu=100000 memory=99999 site=b%1$d".formatted(i));
        for (int i = 0; i < 8; i++) {
            fleet.later(3_600_000).obey();
            for (var job : JOBS) settle(fleet, job);
        }
        fleet.obey();
        for (var job : JOBS) {
            var found = fleet.cluster.jobs().find(job);
            assertTrue(found != null);
            var group = found.spec().groups().getFirst();
            boolean system = job.equals(EVERYWHERE);
            int wanted = system ? fleet.cluster.nodes().size() : group.count();
            int full = system ? unplaced(fleet, job) : 0; // the small nodes
            assertEquals(wanted - full, held(fleet, job, system), () -> job + " is not as wanted");
        }
    }

    private static int unplaced(Fleet fleet, JobKey job) {
        return fleet.plan(job).evaluation().groups().getFirst().counts().unplaced();
    }

    private static int held(Fleet fleet, JobKey job, boolean system) {
        var slots = new HashSet<String>();
        for (var one : fleet.allocations()) {
            if (!one.slot().job().equals(job)) continue;
            boolean done = one.endedWell() && job.equals(BATCH);
            if (!done && !one.desired().run()) continue;
            if (!done && one.observed().status() != Status.RUNNING) continue;
            if (done && one.slot().version() != version(fleet, job)) continue;
            slots.add(system ? one.node() : "" + one.slot().index());
        }
        return slots.size();
    }

    private static long version(Fleet fleet, JobKey job) {
        var found = fleet.cluster.jobs().find(job);
        return found == null ? 0 : found.version();
    }
}
