package dev.skerry.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.kernel.Machine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tasks that servers of before cannot read come to the log once all servers can.
class LaterTasksTest {
    private static final TaskSpec.RunSpec PROGRAM =
            new TaskSpec.RunSpec("/bin/true", List.of(), Map.of(), "");

    private static JobSpec job(TaskRun run) {
        var it = Specs.task(10);
        return Specs.of(
                Specs.service("badge", 1),
                new TaskSpec(it.name(), run, it.share(), it.stop(), it.logs(), it.checks()));
    }

    private static int format(ClusterFact fact) {
        return new ClusterMachine().format(fact);
    }

    private static int accepted(TaskRun run) {
        return format(new ClusterFact.JobAccepted(job(run), 1, 0, List.of(), null));
    }

    @Test
    void whatSpeaksOfThemIsTheThirdFormat() {
        assertEquals(3, accepted(new TaskRun.Exec(PROGRAM, Confinement.ALL)));
        var module =
                new TaskRun.Wasm(
                        "x",
                        new TaskRun.Invocation(List.of(), Map.of()),
                        TaskRun.WasmGrants.NOTHING);
        assertEquals(3, accepted(module));
        var spec = job(module);
        var what = new Recall.Recalled.OfVersions(spec.key(), 1, List.of(1L), spec);
        assertEquals(3, format(new ClusterFact.JobRecalled(new Recall("r1", what, "", "", 0))));
    }

    @Test
    void whatWasChosenIsTheThirdFormatToo() {
        var chosen = new Allocation.Holding("n1", Map.of(), Resources.NONE, Map.of("main", "x"));
        var none = new Allocation.Holding("n1", Map.of(), Resources.NONE, Map.of());
        assertEquals(3, format(placed(none, chosen)));
        assertEquals(Machine.FIRST_FORMAT, format(placed(none)));
    }

    private static ClusterFact placed(Allocation.Holding... holdings) {
        return new ClusterFact.AllocationsPlaced(
                Stream.of(holdings)
                        .map(it ->
                                new Allocation(
                                        "a1",
                                        new Allocation.Slot(
                                                new JobKey("default", "badge"), 1, "web", 0),
                                        it,
                                        Allocation.Desired.of(true, "", 0, 1),
                                        Allocation.Observed.of(
                                                Allocation.Status.PENDING,
                                                false,
                                                "",
                                                0,
                                                0,
                                                Map.of()),
                                        new Allocation.Lineage(null, null, List.of(), 0, 0, 0)))
                        .toList());
    }

    /// Those without stay as they were on the disk.
    @Test
    void whatWasChosenStandsBehindWhatWasThere() throws Exception {
        var chosen = new Allocation.Holding("n1", Map.of(), Resources.NONE, Map.of("main", "x"));
        var none = new Allocation.Holding("n1", Map.of(), Resources.NONE, Map.of());
        var before = new String(ServerCodec.CLUSTER_FACT.encode(placed(none)), UTF_8);
        var with = new String(ServerCodec.CLUSTER_FACT.encode(placed(chosen)), UTF_8);
        assertEquals(before, with.replace(",\"variants\":{\"main\":\"x\"}", ""));
        assertEquals(placed(none), ServerCodec.CLUSTER_FACT.decode(before.getBytes(UTF_8)));
        assertEquals(placed(chosen), ServerCodec.CLUSTER_FACT.decode(with.getBytes(UTF_8)));
    }

    @Test
    void whatCouldBeReadBeforeStaysTheFirst() {
        assertEquals(Machine.FIRST_FORMAT, accepted(new TaskRun.Exec(PROGRAM, Confinement.OPEN)));
        assertEquals(Machine.FIRST_FORMAT, accepted(new TaskRun.RawExec(PROGRAM)));
    }

    /// Servers of before would move all of it at once.
    @Test
    void whatSaysHowItIsMovedIsTheFourth() {
        assertEquals(4, new ClusterMachine().newestFormat());
        var spec = Specs.moved(Specs.service("badge", 1), Policies.Migrate.DEFAULT);
        assertEquals(4, format(new ClusterFact.JobAccepted(spec, 1, 0, List.of(), null)));
        var what = new Recall.Recalled.OfVersions(spec.key(), 1, List.of(1L), spec);
        assertEquals(4, format(new ClusterFact.JobRecalled(new Recall("r1", what, "", "", 0))));
    }
}
