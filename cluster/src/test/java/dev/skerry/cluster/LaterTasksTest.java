package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.kernel.Machine;
import java.util.List;
import java.util.Map;
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
