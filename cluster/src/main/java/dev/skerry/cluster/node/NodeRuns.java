package dev.skerry.cluster.node;

import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is on a node, by allocation, and what would be a walk over all of it for each message: when
/// the next one is due, whom others wait for, who is to be checked. That follows from the runs
/// alone.
///
/// @param due when something of a run happens by itself, whatever becomes of the others
/// @param fresh the same for first starts, which wait until nothing is leaving
/// @param leaving what the servers have forgotten and has not ended
/// @param checked of which a task runs that has checks
/// @param byWall when one has its next time, by the wall clock
public record NodeRuns(
        PersistentMap<String, Run> all,
        PersistentAgenda<String> due,
        PersistentAgenda<String> fresh,
        PersistentSet<String> leaving,
        PersistentSet<String> checked,
        PersistentAgenda<String> byWall) {

    static final NodeRuns NONE =
            new NodeRuns(
                    PersistentMap.empty(),
                    PersistentAgenda.empty(),
                    PersistentAgenda.empty(),
                    PersistentSet.empty(),
                    PersistentSet.empty(),
                    PersistentAgenda.empty());

    public @Nullable Run find(String allocation) {
        return all.find(allocation);
    }

    public boolean has(String allocation) {
        return all.has(allocation);
    }

    public Collection<Run> values() {
        return all.values();
    }

    public Collection<String> keys() {
        return all.keys();
    }

    public int size() {
        return all.size();
    }

    /// A run as it is now.
    NodeRuns with(Run run) {
        var id = run.allocation();
        return new NodeRuns(
                all.with(id, run),
                due.with(id, dueTickMs(run, false)),
                fresh.with(id, dueTickMs(run, true)),
                run.forgotten() && !run.finished() ? leaving.with(id) : leaving.without(id),
                isChecked(run) ? checked.with(id) : checked.without(id),
                byWall.with(id, nextWallMs(run)));
    }

    NodeRuns without(String allocation) {
        return new NodeRuns(
                all.without(allocation),
                due.without(allocation),
                fresh.without(allocation),
                leaving.without(allocation),
                checked.without(allocation),
                byWall.without(allocation));
    }

    /// When something of any run happens by itself; `Long.MAX_VALUE`: nothing does.
    long nextTickMs() {
        long next = due.firstTickMs();
        return leaving.isEmpty() ? Math.min(next, fresh.firstTickMs()) : next;
    }

    /// Those of which something happens at that time.
    List<String> dueAt(long tickMs) {
        var now = new ArrayList<>(due.until(tickMs, Integer.MAX_VALUE));
        if (leaving.isEmpty()) now.addAll(fresh.until(tickMs, Integer.MAX_VALUE));
        return now;
    }

    private static long nextWallMs(Run run) {
        var rounds = run.rounds();
        boolean waits = rounds != null && !run.ending() && !run.held();
        return rounds != null && waits ? rounds.nextWallMs() : PersistentAgenda.NEVER;
    }

    private static long dueTickMs(Run run, boolean first) {
        long next = PersistentAgenda.NEVER;
        for (var task : run.tasks()) {
            boolean waitsForOthers = task.phase() instanceof Phase.Waiting && task.attempt() == 0;
            if (waitsForOthers == first) next = Math.min(next, dueTickMs(run, task));
        }
        return next;
    }

    private static long dueTickMs(Run run, Run.Task task) {
        return switch (task.phase()) {
            case Phase.Waiting(var untilTickMs) ->
                    run.held() ? PersistentAgenda.NEVER : untilTickMs;
            case Phase.Stopping stopping -> stopping.killTickMs();
            case Phase.Running _ -> Steadiness.dueTickMs(run, task);
            case Phase.Starting _,
                    Phase.Preparing _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ ->
                    PersistentAgenda.NEVER;
        };
    }

    private static boolean isChecked(Run run) {
        for (var task : run.tasks()) {
            var spec = task.phase() instanceof Phase.Running ? run.spec(task.name()) : null;
            if (spec != null && !spec.checks().isEmpty()) return true;
        }
        return false;
    }
}
