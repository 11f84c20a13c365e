package dev.skerry.cluster.node;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Orders as tests write them: `order("a1").tasks("web", "log").stopAfter(60_000)`.
record Sheet(
        String allocation,
        JobSpec.Type type,
        List<String> tasks,
        Restart restart,
        long stopAfterMs,
        int failuresToRestart,
        long version,
        Allocation.Desired desired) {

    /// Two restarts within 10 minutes, 15 s later each.
    static final Restart TWICE = new Restart(2, 600_000, 15_000, Restart.Mode.FAIL);

    static Sheet order(String allocation) {
        var run = Allocation.Desired.of(true, "", 0, 1);
        return new Sheet(allocation, JobSpec.Type.SERVICE, List.of("web"), TWICE, 0, -1, 1, run);
    }

    Sheet batch() {
        return of(JobSpec.Type.BATCH);
    }

    Sheet of(JobSpec.Type next) {
        return new Sheet(
                allocation, next, tasks, restart, stopAfterMs, failuresToRestart, version, desired);
    }

    Sheet tasks(String... names) {
        return new Sheet(
                allocation,
                type,
                List.of(names),
                restart,
                stopAfterMs,
                failuresToRestart,
                version,
                desired);
    }

    Sheet restart(int attempts, Restart.Mode mode) {
        return restart(new Restart(attempts, 600_000, 15_000, mode));
    }

    Sheet restart(Restart next) {
        return new Sheet(
                allocation, type, tasks, next, stopAfterMs, failuresToRestart, version, desired);
    }

    Sheet stopAfter(long ms) {
        return new Sheet(allocation, type, tasks, restart, ms, failuresToRestart, version, desired);
    }

    /// A check `up` after 30 s of grace; so many failures restart.
    Sheet checked(int failures) {
        return new Sheet(allocation, type, tasks, restart, stopAfterMs, failures, version, desired);
    }

    Sheet version(long next) {
        return new Sheet(
                allocation, type, tasks, restart, stopAfterMs, failuresToRestart, next, desired);
    }

    Sheet desired(boolean run, int restarts, long generation) {
        var next = Allocation.Desired.of(run, run ? "" : "job stopped", restarts, generation);
        return new Sheet(
                allocation, type, tasks, restart, stopAfterMs, failuresToRestart, version, next);
    }

    Sheet stopped() {
        return desired(false, desired.restarts(), desired.generation() + 1);
    }

    Sheet restarted() {
        return desired(true, desired.restarts() + 1, desired.generation() + 1);
    }

    WorkOrder paper() {
        return paper(desired, false, null);
    }

    /// Before all other work.
    WorkOrder forced() {
        return paper(desired, true, null);
    }

    WorkOrder paper(Allocation.Desired wanted, boolean forced, @Nullable Launch launch) {
        var policies =
                new Policies(
                        restart,
                        Policies.Reschedule.SERVICE,
                        new Policies.Disconnect(
                                0, stopAfterMs, false, Policies.Disconnect.DEFAULT.reconcile()));
        var group =
                new GroupSpec(
                        "g",
                        1,
                        Placement.ANYWHERE,
                        policies,
                        Map.of(),
                        Map.of(),
                        tasks.stream().map(this::task).toList());
        var slot = new Allocation.Slot(new JobKey("default", "job"), version, "g", 0);
        return new WorkOrder(
                allocation, slot, type, group, Map.of(), Map.of(), wanted, forced, launch);
    }

    private TaskSpec task(String name) {
        var up =
                new CheckSpec(
                        "up",
                        new CheckSpec.Target.Tcp("main"),
                        10_000,
                        1_000,
                        30_000,
                        failuresToRestart);
        return new TaskSpec(
                name,
                "exec",
                new TaskSpec.RunSpec("/bin/" + name, List.of(), Map.of(), ""),
                Resources.NONE,
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                failuresToRestart < 0 ? List.of() : List.of(up));
    }

    static List<WorkOrder> papers(Sheet... sheets) {
        return Stream.of(sheets).map(Sheet::paper).toList();
    }
}
