package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.server.link.Orders;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a node is sent, and that the largest of it fits through the link.
class OrdersTest extends OrdersFixture {
    OrdersTest() {
        super(Orders.PART_CHARACTERS_MAX);
    }

    /// As bytes and back; in a frame there is room for more than the body.
    static ServersSay.Sync sent(ServersSay.Sync sync) throws Malformed {
        var bytes = Codec.SERVERS_SAY.encode(sync);
        assertTrue(bytes.length < Frame.BYTES_MAX - 1_000);
        assertEquals(sync, Codec.SERVERS_SAY.decode(bytes));
        return sync;
    }

    /// How many exist, as far as one part says.
    private static int named(ServersSay.Sync part) {
        var all = new HashSet<>(part.kept());
        part.orders().forEach(order -> all.add(order.allocation()));
        return all.size();
    }

    /// A node never runs more than it has: what takes the room of another is not told before that
    /// one has ended.
    @Test
    void whatDisplacesOthersIsToldWhenTheyHaveEnded() throws Exception {
        placed(Jobs.SPEC, 1, 1);
        var old = allocation("a1", List.of());
        happened(
                new ClusterFact.AllocationsDesired(List.of(stopped("a1", false))),
                new ClusterFact.AllocationsPlaced(List.of(allocation("a2", List.of("a1")))));
        var told = sent(orders.since(NODE, 1, false).getFirst());
        assertEquals(List.of("a1"), ids(told));
        assertEquals(List.of(), told.removed());
        assertEquals(List.of("a1"), ids(sent(orders.since(NODE, 0, true).getFirst())));
        happened(ended(old));
        told = sent(orders.since(NODE, 2, false).getFirst());
        assertEquals(List.of("a2"), ids(told));
        assertEquals(List.of("a2"), ids(sent(orders.since(NODE, 0, true).getFirst())));
    }

    /// It is not wanted any more before those have ended: the node says that it has ended.
    @Test
    void whatDisplacesOthersIsStoppedBeforeItStarts() throws Exception {
        placed(Jobs.SPEC, 1, 1);
        happened(new ClusterFact.AllocationsPlaced(List.of(allocation("a2", List.of("a1")))));
        happened(new ClusterFact.AllocationsDesired(List.of(stopped("a2", false))));
        var told = sent(orders.since(NODE, 2, false).getFirst());
        assertEquals(List.of("a2"), ids(told));
        assertEquals(false, told.orders().getFirst().desired().run());
    }

    /// An agent of before, which has replaced a newer one, would start it at once if it could read
    /// it, and passes over all that comes with it as it cannot.
    @Test
    void aCalendarIsToldToAgentsThatKnowOfThem() throws Exception {
        joined("exec", "periodic");
        var it = Jobs.SPEC;
        var calendar = new Launch.OnNode(List.of("@daily"), "UTC", true);
        var spec =
                new JobSpec(
                        new JobKey("default", "nightly"),
                        JobSpec.Type.BATCH,
                        it.priority(),
                        it.where(),
                        it.placement(),
                        it.meta(),
                        it.groups(),
                        calendar);
        placed(Jobs.SPEC, 1, 1);
        placed(spec, 2, 1);
        var told = sent(orders.since(NODE, 0, true).getFirst());
        assertEquals(List.of("a1", "a2"), ids(told).stream().sorted().toList());
        described("exec");
        assertEquals(List.of("a1"), ids(sent(orders.since(NODE, 0, true).getFirst())));
        long seen = index;
        assertEquals(List.of(), orders.since(NODE, seen, false));
        described("exec", "periodic");
        told = sent(orders.since(NODE, seen, false).getFirst());
        assertTrue(ids(told).contains("a2"), told + "");
        seen = index;
        described("exec", "periodic");
        assertEquals(List.of(), orders.since(NODE, seen, false), "it knew that already");
    }

    /// An agent of before would run it as if nothing had been asked for.
    @Test
    void aTaskThatIsConfinedIsToldToAgentsThatKnowOfIt() throws Exception {
        joined("exec", "periodic");
        var was = Jobs.SPEC.groups().getFirst().tasks().getFirst();
        var task =
                new TaskSpec(
                        was.name(),
                        new TaskRun.Exec(was.run(), Confinement.ALL),
                        was.share(),
                        was.stop(),
                        was.logs(),
                        was.checks());
        placed(job(task), 1, 1);
        assertEquals(List.of(), ids(sent(orders.since(NODE, 0, true).getFirst())));
        long seen = index;
        described("exec", "exec.files");
        assertEquals(List.of(), orders.since(NODE, seen, false), "that is no word of its agent");
        described("exec", "confine");
        var told = sent(orders.since(NODE, seen, false).getFirst());
        assertEquals(List.of("a1"), ids(told));
        assertEquals(task, told.orders().getFirst().group().tasks().getFirst());
        described("exec");
        assertEquals(List.of(), ids(sent(orders.since(NODE, 0, true).getFirst())));
    }

    /// No agent has to know of variants: it is told how it shall run the task.
    @Test
    void onlyWhatWasChosenIsTold() throws Exception {
        joined("exec");
        var was = Jobs.SPEC.groups().getFirst().tasks().getFirst();
        var started = new TaskRun.Invocation(List.of(), Map.of());
        var module = new TaskRun.Wasm("x", started, TaskRun.WasmGrants.NOTHING);
        var task =
                new TaskSpec(
                        was.name(),
                        List.of(
                                new Variant("module", Variant.Fit.ANY, module),
                                new Variant("native", Variant.Fit.ANY, was.way())),
                        was.share(),
                        was.stop(),
                        was.logs(),
                        was.checks(),
                        was.role());
        placed(job(task), 1, 2);
        happened(
                new ClusterFact.AllocationsPlaced(
                        List.of(run("a1", was.name(), "native"), run("a2", was.name(), "module"))));
        var told = sent(orders.since(NODE, 0, true).getFirst());
        assertEquals(List.of("a1"), ids(told));
        assertEquals(List.of(was), told.orders().getFirst().group().tasks());
        described("exec", "wasm", "confine");
        told = sent(orders.since(NODE, 0, true).getFirst());
        assertEquals(List.of("a1", "a2"), ids(told).stream().sorted().toList());
        var ways = new HashSet<String>();
        for (var order : told.orders()) ways.add(order.group().tasks().getFirst().driver());
        assertEquals(Set.of("exec", "wasm"), ways);
    }

    private Allocation run(String id, String task, String variant) {
        var before = allocation(id, List.of());
        var slot = new Allocation.Slot(new JobKey("default", "confined"), 1, "web", 0);
        return new Allocation(
                id,
                slot,
                new Allocation.Holding(
                        NODE, before.ports(), before.reserved(), Map.of(task, variant)),
                before.desired(),
                before.observed(),
                before.lineage());
    }

    private static JobSpec job(TaskSpec task) {
        var it = Jobs.SPEC;
        var was = it.groups().getFirst();
        var group =
                new GroupSpec(
                        was.name(),
                        was.count(),
                        was.placement(),
                        was.policies(),
                        was.ports(),
                        was.meta(),
                        List.of(task));
        return new JobSpec(
                new JobKey("default", "confined"),
                it.type(),
                it.priority(),
                it.where(),
                it.placement(),
                it.meta(),
                List.of(group));
    }

    private void joined(String... drivers) {
        var identity = new Node.Identity(NODE, "rock", "default", "dc1");
        happened(new ClusterFact.NodeJoined(identity, 0, 0, ""));
        described(drivers);
    }

    private void described(String... drivers) {
        var it = Jobs.FACTS;
        var software = new NodeFacts.Software("test", "", List.of(), List.of(drivers));
        happened(
                new ClusterFact.NodeDescribed(
                        NODE,
                        new NodeFacts(
                                it.os(),
                                it.cpu(),
                                it.capacity(),
                                it.links(),
                                it.devices(),
                                it.power(),
                                software,
                                it.extra())));
    }

    private static ClusterFact.DesiredChange stopped(String id, boolean run) {
        return new ClusterFact.DesiredChange(id, Allocation.Desired.of(run, "displaced", 0, 2));
    }

    private static ClusterFact ended(Allocation it) {
        var complete = Allocation.Status.COMPLETE;
        var observed = Allocation.Observed.of(complete, false, "", 1, 1, Map.of());
        return new ClusterFact.AllocationsObserved(
                List.of(new ClusterFact.ObservedChange(it.id(), observed)));
    }

    private List<ServersSay.Sync> wholeInParts(int count) throws Malformed {
        var parts = orders.since(NODE, 0, true);
        var seen = new HashSet<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            boolean last = i == parts.size() - 1;
            assertEquals(last ? index : 0, sent(part).version());
            assertEquals(last, part.current());
            assertTrue(part.whole(), "who is not named has to make room before anything starts");
            part.orders().forEach(order -> seen.add(order.allocation()));
            assertEquals(count, named(part));
        }
        assertEquals(count, seen.size());
        return parts;
    }

    @Test
    void theLargestJobGoesThroughInParts() throws Exception {
        var most = "€".repeat(JobBounds.ARGUMENT_CHARACTERS_MAX);
        placed(job(Collections.nCopies(7, most), 0), 1, 60);
        assertTrue(wholeInParts(60).size() >= 30);
    }

    @Test
    void asManyAsANodeTakesGoThroughInParts() throws Exception {
        placed(job(List.of(), JobBounds.PORTS_MAX), 1, NodeMachine.RUNS_MAX);
        wholeInParts(NodeMachine.RUNS_MAX);
    }

    @Test
    void whatChangedGoesInPartsThatLeaveTheVersionAsItWas() throws Exception {
        placed(job(List.of(), 0), 1, 1);
        var seen = orders.since(NODE, 0, true).getLast().version();
        assertEquals(List.of(), orders.since(NODE, seen, false));
        placed(job(Collections.nCopies(7, "x".repeat(8_000)), 0), 10, 20);
        happened(new ClusterFact.AllocationsForgotten(List.of("a1")));
        var parts = orders.since(NODE, seen, false);
        assertTrue(parts.size() > 5);
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            assertEquals(i == parts.size() - 1 ? index : seen, sent(part).version());
            assertEquals(false, part.whole());
            var gone = i == 0 ? List.of("a1") : List.of();
            assertEquals(gone, part.removed(), "it has to make room");
            assertEquals(List.of(), part.kept());
        }
    }

    @Test
    void whoHasSeenTooLittleGetsAll() {
        placed(job(List.of(), 0), 1, 3);
        for (int i = 0; i <= Orders.REMEMBERED_MAX; i++)
            happened(new ClusterFact.AllocationsUpdated(List.of("a1"), 1));
        assertTrue(orders.since(NODE, 1, false).getLast().whole());
        assertEquals(List.of(), orders.since(NODE, index, false));
    }

    /// Another server was further, and has sent its state: what changed on the way is not known.
    @Test
    void afterAStateThatWasSentWhoHasSeenLessGetsAll() {
        placed(job(List.of(), 0), 1, 2);
        long seen = index;
        orders.from(index, cluster); // it leads from now on, and knows all
        assertEquals(List.of(), orders.since(NODE, seen, false));
        orders.from(index += 5, cluster);
        assertTrue(orders.since(NODE, seen, false).getFirst().whole());
        assertEquals(List.of(), orders.since(NODE, index, false));
    }

    @Test
    void whatHasEndedExistsAndIsNotOrderedAgain() {
        placed(job(List.of(), 0), 1, 3);
        ended("a2", Allocation.Status.COMPLETE);
        ended("a3", Allocation.Status.LOST);
        var whole = orders.since(NODE, 0, true).getLast();
        assertEquals(List.of("a1", "a3"), ids(whole), "a lost one may still run");
        assertEquals(List.of("a2"), whole.kept());
        assertEquals(List.of("a1", "a3"), ids(orders.since(NODE, 0, false).getLast()));
    }

    @Test
    void theFirstAnswerAlwaysSaysThatNothingIsMissing() {
        placed(job(List.of(), 0), 1, 1);
        assertEquals(List.of(), orders.since(NODE, index, false));
        var first = orders.first(NODE, index, false).getLast();
        assertTrue(first.current());
        assertEquals(List.of(), first.orders());
        assertEquals(index, first.version());
    }

    private void ended(String id, Allocation.Status status) {
        var observed = Allocation.Observed.of(status, false, "", 0, 0, Map.of());
        happened(
                new ClusterFact.AllocationsObserved(
                        List.of(new ClusterFact.ObservedChange(id, observed))));
    }

    private static List<String> ids(ServersSay.Sync sync) {
        return sync.orders().stream().map(order -> order.allocation()).sorted().toList();
    }
}
