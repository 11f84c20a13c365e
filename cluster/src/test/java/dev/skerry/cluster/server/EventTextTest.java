package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.server.jobfile.ExpressionCheck;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.Acceptance.How;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.events.Event;
import dev.skerry.yaml.FileReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of an allocation when something has become of it.
class EventTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PENDING  | false | restarts in 2 s: exit code 1
                    PENDING  | false | starts again: exit code 1
                    FAILED   | false | task web failed: exit code 1
                    """)
    void whatIsNotUpSaysWhy(Status status, boolean healthy, String why) {
        assertEquals(
                "a1 is %s: %s".formatted(JobAnswers.word(status), why), text(status, healthy, why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up for less than 5 s; before: exit code 1",
                "check web is not well: exit code 1: no such table (ran: /bin/check-db)"
            })
    void whatRunsAndIsNotHealthySaysBoth(String why) {
        assertEquals("a1 is running, not healthy: " + why, text(Status.RUNNING, false, why));
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, false, a1 is pending.",
        "RUNNING, true, a1 is running and healthy.",
        "COMPLETE, false, a1 is complete.",
    })
    void whatIsAsItShouldBeSaysNoMore(Status status, boolean healthy, String text) {
        assertEquals(text, text(status, healthy, ""));
    }

    @Test
    void whatIsToStopIsNotCalledUnwell() {
        var it = allocation(1, "shop");
        var stops =
                new Allocation(
                        it.id(),
                        it.slot(),
                        it.node(),
                        it.ports(),
                        it.reserved(),
                        Allocation.Desired.of(false, "job stopped", 0, 2),
                        it.observed(),
                        it.lineage());
        var cluster =
                Cluster.restored(
                        new Cluster.Passed(1, 0, Absences.NONE),
                        List.of(),
                        List.of(),
                        List.of(stops),
                        List.of(),
                        List.of(),
                        Recalls.NONE);
        var observed = Observed.of(Status.RUNNING, false, "job stopped", 0, 1_000, Map.of());
        var change = new ClusterFact.ObservedChange("a1", observed);
        var fact = new ClusterFact.AllocationsObserved(List.of(change));
        var event = EventText.of(List.of(fact), cluster, cluster).getFirst();
        assertEquals("till.main[1] (a1) is running, to stop: job stopped", event.text());
        assertEquals("true", event.values().get("stops"));
    }

    @Test
    void whatSomebodyAsksOfOneThatRunsIsSaidWithoutAReason() {
        var desired = Allocation.Desired.of(true, "", 0, 1);
        var it = allocation(1, "shop", desired);
        var cluster =
                Cluster.restored(
                        new Cluster.Passed(1, 0, Absences.NONE),
                        List.of(),
                        List.of(),
                        List.of(it),
                        List.of(),
                        List.of(),
                        Recalls.NONE);
        assertEquals(
                List.of(
                        "till.main[1] (a1) is to run now, whatever its calendar says.",
                        "till.main[1] (a1) is to start again.",
                        "till.main[1] (a1) shall run."),
                Stream.of(desired.round(), desired.restart(), desired.again())
                        .map(next -> new ClusterFact.DesiredChange("a1", next))
                        .map(next -> new ClusterFact.AllocationsDesired(List.of(next)))
                        .map(fact -> EventText.of(List.of(fact), cluster, cluster).getFirst())
                        .map(Event::text)
                        .toList());
    }

    private static String text(Status status, boolean healthy, String description) {
        var observed = Observed.of(status, healthy, description, 0, 1_000, Map.of());
        var change = new ClusterFact.ObservedChange("a1", observed);
        var fact = new ClusterFact.AllocationsObserved(List.of(change));
        var event = EventText.of(List.of(fact), Cluster.EMPTY, Cluster.EMPTY).getFirst();
        assertEquals(description, event.values().get("description"));
        return event.text();
    }

    private static Allocation allocation(int number, String namespace) {
        return allocation(number, namespace, Allocation.Desired.of(true, "placed", 0, 1));
    }

    private static Allocation allocation(int number, String namespace, Allocation.Desired desired) {
        var slot = new Allocation.Slot(new JobKey(namespace, "till"), 1, "main", number);
        return new Allocation(
                "a" + number,
                slot,
                "n-1",
                Map.of(),
                new Resources(1, 1, 1),
                desired,
                Observed.of(Status.PENDING, false, "", 0, 0, Map.of()),
                new Allocation.Lineage(null, null, List.of(), 0, 0, 0));
    }

    /// The events of a fact, each as `NAMESPACE/POOL TEXT`; behind it what is told in full, if that
    /// is more.
    private static List<String> said(ClusterFact fact, Cluster after) {
        return EventText.of(List.of(fact), Cluster.EMPTY, after).stream()
                .flatMap(EventTextTest::told)
                .map(it -> it.matter().namespace() + "/" + it.matter().pool() + " " + it.text())
                .toList();
    }

    private static Stream<Event> told(Event event) {
        var full = event.full();
        return full == null ? Stream.of(event) : Stream.of(event, full);
    }

    private static List<String> happens(ClusterFact fact) {
        return said(fact, new ClusterMachine().apply(Cluster.EMPTY, fact));
    }

    @Test
    void itIsWhereWhatItConcernsIs() {
        var identity = new Node.Identity("n-1", "pi", "quay", "home");
        assertEquals(
                List.of("/quay Node pi joined pool quay."),
                happens(new ClusterFact.NodeJoined(identity, 0, 0, "j")));
        var token = new Node.JoinToken("00", "quay", 1, 1, "", "", "");
        assertEquals(
                List.of("/quay A join token for pool quay was made."),
                happens(new ClusterFact.TokenIssued(token)));
        assertEquals(
                List.of("shop/ Job shop/till was stopped."),
                said(new ClusterFact.JobStopped(new JobKey("shop", "till"), false), Cluster.EMPTY));
        assertEquals(
                List.of(
                        "shop/ till.main[7] (a7) was placed.",
                        "/* till.main[7] (a7) was placed on n-1."),
                happens(new ClusterFact.AllocationsPlaced(List.of(allocation(7, "shop")))));
        assertEquals(
                List.of("/* Node n-9 was revoked: nothing of it is taken until it joins anew."),
                said(new ClusterFact.NodeRevoked("n-9", 1), Cluster.EMPTY));
        assertEquals(
                List.of("/* Node n-9 was removed."),
                said(new ClusterFact.NodeRemoved("n-9"), Cluster.EMPTY),
                "nobody knows its pool by now");
    }

    @Test
    void ofACopyItIsSaidWhereBothAre() {
        var copied = new ClusterFact.NodeCopied("n-1", "10.0.0.7:41000", "10.0.0.9:41001");
        var identity = new Node.Identity("n-1", "pi", "quay", "home");
        var joined = new ClusterFact.NodeJoined(identity, 0, 0, "j");
        var cluster = new ClusterMachine().apply(Cluster.EMPTY, joined);
        var event = EventText.of(List.of(copied), cluster, cluster).getFirst();
        assertEquals(
                "Node pi is there twice: one agent is linked from 10.0.0.7:41000, another with a"
                        + " copy of its identity was held off at 10.0.0.9:41001.",
                event.text());
        assertEquals("NodeCopied", event.kind());
        assertEquals("10.0.0.7:41000", event.values().get("linked"));
        assertEquals("10.0.0.9:41001", event.values().get("heldOff"));
        assertEquals("quay", event.matter().pool());
    }

    private static JobSpec till(int count) {
        var file =
                """
                {job: till, namespace: shop,
                 groups: {main: {count: %d, tasks: {it: {command: x}}}}}
                """
                        .formatted(count);
        var bytes = file.getBytes(StandardCharsets.UTF_8);
        var read = JobFile.parse(bytes, "till.yaml", ExpressionCheck.NONE);
        if (read instanceof FileReading.Parsed<JobSpec>(var spec)) return spec;
        throw new AssertionError(read);
    }

    @Test
    void ofAVersionItIsSaidHowItCame() {
        var one = till(1);
        var two = till(2);
        var cluster = Cluster.EMPTY;
        var machine = new ClusterMachine();
        for (var fact :
                List.of(
                        new ClusterFact.JobAccepted(one, 1, 0, List.of(), null),
                        new ClusterFact.JobAccepted(
                                two, 2, 0, List.of(), null, "person:ada", How.SCALED, 1)))
            cluster = machine.apply(cluster, fact);
        var scaled =
                new ClusterFact.JobAccepted(
                        two, 2, 0, List.of(), null, "person:ada", How.SCALED, 1);
        assertEquals(
                List.of(
                        "shop/ Job shop/till was accepted as version 2, scaled:"
                                + " groups[main].count: 1 -> 2."),
                said(scaled, cluster));
        var reverted =
                new ClusterFact.JobAccepted(
                        one, 3, 0, List.of(), List.of("k"), "person:ada", How.REVERTED, 1);
        assertEquals(
                List.of(
                        "shop/ Job shop/till was accepted as version 3, reverted to version 1,"
                                + " signed."),
                said(reverted, cluster));
    }

    @Test
    void ofANamespaceItIsSaidWhatItMayUse() {
        var quota = new Quota(2_000, 4L << 30, 10, List.of("tills", "kiosks"));
        var spec = NamespaceSpec.of("shop", "", quota);
        assertEquals(
                List.of(
                        "shop/ Namespace shop was made: at most 2,000 MHz, 4GiB of memory and 10"
                                + " allocations, in the pools tills and kiosks."),
                happens(new ClusterFact.NamespaceApplied(spec)));
        assertEquals(
                List.of("default/ Namespace default was changed: no limit, in pool tills."),
                happens(
                        new ClusterFact.NamespaceApplied(
                                NamespaceSpec.of(
                                        "default", "", new Quota(-1, -1, -1, List.of("tills"))))));
        assertEquals(
                List.of("shop/ Namespace shop was deleted."),
                happens(new ClusterFact.NamespaceDeleted("shop")));
    }

    @Test
    void manyAreCountedInEachNamespace() {
        var all = new ArrayList<Allocation>();
        for (int i = 0; i <= EventText.EACH_MAX; i++)
            all.add(allocation(i, i % 3 == 0 ? "shop" : "default"));
        assertEquals(
                List.of(
                        "default/ 134 allocations were placed.",
                        "shop/ 67 allocations were placed."),
                happens(new ClusterFact.AllocationsPlaced(all)));
    }

    @Test
    void inManyNamespacesTheyAreCountedOnce() {
        var all = new ArrayList<Allocation>();
        for (int i = 0; i <= EventText.EACH_MAX; i++) all.add(allocation(i, "space-" + i));
        assertEquals(
                List.of("*/ 201 allocations were placed."),
                happens(new ClusterFact.AllocationsPlaced(all)));
    }
}
