package dev.skerry.cluster.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.jobfile.ExpressionCheck;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import dev.skerry.yaml.FileReading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What is said of who makes way for whom, and to whom.
class DisplacedAnswersTest {
    private static final Now NOW = new Now(1_000, 1_000);

    private final ClusterMachine machine = new ClusterMachine();
    private final CelExpressions expressions = new CelExpressions();
    private final List<String> said = new ArrayList<>();
    private Cluster cluster = Cluster.EMPTY;

    DisplacedAnswersTest() {
        apply(new ClusterFact.NodeJoined(new Node.Identity("n1", "rock", "default", ""), 0, 0, ""));
        var none = NodeFacts.NONE;
        var room = new Resources(100, 1 << 30, 1 << 30);
        var exec = new NodeFacts.Software("1", "", List.of(), List.of("exec"));
        apply(
                new ClusterFact.NodeDescribed(
                        "n1",
                        new NodeFacts(
                                none.os(),
                                none.cpu(),
                                room,
                                List.of(),
                                List.of(),
                                none.power(),
                                exec,
                                none.extra())));
        apply(new ClusterFact.NodeContact("n1", true, 0, 0, 0, 1));
        for (var name : List.of("shop", "lab")) {
            var all = List.of(JobSpec.Type.values());
            tell(new ClusterMessage.ApplyNamespace(new NamespaceSpec(name, "", Quota.NONE, all)));
        }
        tell(new ClusterMessage.SubmitJob(spec("lab", "probe", 10), -1));
        settle("lab", "probe");
    }

    private static JobSpec spec(String namespace, String name, int priority) {
        var text =
                """
                job: %s
                namespace: %s
                priority: %d
                groups: {web: {tasks: {t: {command: /bin/true, resources: {cpu: 80MHz}}}}}
                """
                        .formatted(name, namespace, priority);
        return switch (JobFile.parse(text.getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE)) {
            case FileReading.Parsed<JobSpec>(var spec) -> spec;
            case FileReading.Wrong<JobSpec>(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private void apply(ClusterFact fact) {
        cluster = machine.apply(cluster, fact);
    }

    private void tell(ClusterMessage message) {
        if (!(machine.decide(Sight.alone(cluster), message, NOW)
                instanceof Decision.Accepted<ClusterFact, ?>(var facts, _)))
            throw new AssertionError(message + " is refused");
        var before = cluster;
        facts.forEach(this::apply);
        for (var event : EventText.of(facts, before, cluster)) said.add(event.text());
    }

    private void settle(String namespace, String name) {
        var key = new JobKey(namespace, name);
        tell(new ClusterMessage.Settle(Scheduler.plan(cluster, key, NOW, expressions)));
    }

    private NodesSeen seen(Predicate<String> namespaces) {
        return new NodesSeen(cluster, _ -> true, namespaces);
    }

    private Allocation of(String job) {
        return cluster.allocations().values().stream()
                .filter(it -> it.slot().job().name().equals(job))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPlanSaysWhoWouldMakeWay() {
        var spec = spec("shop", "till", 50);
        var plan = Scheduler.dryRun(cluster, spec, NOW, expressions);
        var all = JobAnswers.planned(seen(_ -> true), spec, plan, null).groups().getFirst();
        assertEquals(1, all.counts().displaced());
        var stops = all.stops().getFirst();
        assertEquals(of("probe").id(), stops.allocation());
        assertEquals("probe.web[0]", stops.name());
        assertEquals("displaced for web[0]: its priority is 10", stops.reason());
        var few = JobAnswers.planned(seen("shop"::equals), spec, plan, null).groups().getFirst();
        stops = few.stops().getFirst();
        assertEquals("", stops.allocation());
        assertEquals("of another namespace", stops.name());
        assertEquals("displaced for web[0]", stops.reason());
    }

    @Test
    void whoSeesBothIsToldOfBoth() {
        tell(new ClusterMessage.SubmitJob(spec("shop", "till", 50), -1));
        settle("shop", "till");
        settle("lab", "probe");
        var next = AllocationAnswers.one(seen(_ -> true), of("till"));
        var old = AllocationAnswers.one(seen(_ -> true), of("probe"));
        assertEquals(List.of(old.id()), next.displaces());
        assertEquals(next.id(), old.displacedBy());
        assertEquals(
                "placed; it starts when 1 allocation of lower priority has ended",
                next.description());
        var why = "displaced by work of higher priority: till.web[0] (%s)".formatted(next.id());
        assertEquals(why, old.reason());
        var job = cluster.jobs().find(new JobKey("lab", "probe"));
        assertTrue(job != null);
        assertEquals(
                "probe.web[0] on rock: " + why + ", and waits for room",
                JobAnswers.summary(seen(_ -> true), job).says());
    }

    @Test
    void aTenantIsToldOfNoOther() {
        tell(new ClusterMessage.SubmitJob(spec("shop", "till", 50), -1));
        said.clear();
        settle("shop", "till");
        settle("lab", "probe");
        var next = AllocationAnswers.one(seen("shop"::equals), of("till"));
        var old = AllocationAnswers.one(seen("lab"::equals), of("probe"));
        assertEquals(List.of(), next.displaces());
        assertNull(old.displacedBy());
        assertEquals("displaced by work of higher priority", old.reason());
        var job = cluster.jobs().find(new JobKey("lab", "probe"));
        assertTrue(job != null);
        assertEquals(
                "probe.web[0] on rock: displaced by work of higher priority, and waits for room",
                JobAnswers.summary(seen("lab"::equals), job).says());
        for (var line : said) assertFalse(line.contains("probe") && line.contains("till"), line);
        assertTrue(
                said.contains(
                        "probe.web[0] (%s) shall stop: displaced by work of higher priority."
                                .formatted(old.id())),
                said.toString());
        assertTrue(
                said.contains(
                        "till.web[0] (%s) was placed in the room of 1 of lower priority."
                                .formatted(next.id())),
                said.toString());
    }

    /// Whoever reads events of a namespace reads those of both.
    @Test
    void withinANamespaceEventsNameWhoMadeWay() {
        tell(new ClusterMessage.SubmitJob(spec("lab", "till", 50), -1));
        said.clear();
        settle("lab", "till");
        var by = of("till");
        assertTrue(
                said.contains(
                        "probe.web[0] (%s) shall stop: displaced by work of higher priority:"
                                        .formatted(of("probe").id())
                                + " till.web[0] (%s).".formatted(by.id())),
                said.toString());
    }
}
