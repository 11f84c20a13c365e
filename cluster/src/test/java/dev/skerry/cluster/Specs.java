package dev.skerry.cluster;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.Policies.Disconnect.Reconcile;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Jobs for tests: one group `web` with one task that needs 10 MHz and 10 bytes.
public final class Specs {
    static final Disconnect STAYS = disconnect(0, 0, false);

    private Specs() {}

    public static JobSpec service(String name, int count) {
        return service(name, count, Disconnect.DEFAULT);
    }

    static JobSpec service(String name, int count, Disconnect disconnect) {
        return job(name, JobSpec.Type.SERVICE, group("web", count, disconnect, Map.of()));
    }

    static JobSpec job(String name, JobSpec.Type type, GroupSpec... groups) {
        return job(new JobKey("default", name), type, groups);
    }

    static JobSpec job(JobKey key, JobSpec.Type type, GroupSpec... groups) {
        return new JobSpec(
                key,
                type,
                50,
                new JobSpec.Where("default", List.of("*")),
                Placement.ANYWHERE,
                Map.of(),
                List.of(groups));
    }

    static GroupSpec group(
            String name, int count, Disconnect disconnect, Map<String, Integer> ports) {
        var policies =
                new Policies(Policies.Restart.SERVICE, Policies.Reschedule.SERVICE, disconnect);
        return new GroupSpec(
                name, count, Placement.ANYWHERE, policies, ports, Map.of(), List.of(task(10)));
    }

    static TaskSpec task(long memoryBytes) {
        return new TaskSpec(
                "main",
                "exec",
                new TaskSpec.RunSpec("/bin/true", List.of(), Map.of(), ""),
                new Resources(10, memoryBytes, 0),
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.of());
    }

    static Disconnect disconnect(long lostAfterMs, long stopAfterMs, boolean replace) {
        return new Disconnect(lostAfterMs, stopAfterMs, replace, Reconcile.KEEP_ORIGINAL);
    }

    static JobSpec with(JobSpec spec, Map<String, String> meta) {
        return with(spec, meta, spec.priority());
    }

    static JobSpec with(JobSpec spec, Map<String, String> meta, int priority) {
        return new JobSpec(
                spec.key(),
                spec.type(),
                priority,
                spec.where(),
                spec.placement(),
                meta,
                spec.groups(),
                spec.launch());
    }

    /// The same, by what launches it or runs it again and again; null: nothing does.
    public static JobSpec with(JobSpec spec, @Nullable Launch launch) {
        return new JobSpec(
                spec.key(),
                spec.type(),
                spec.priority(),
                spec.where(),
                spec.placement(),
                spec.meta(),
                spec.groups(),
                launch);
    }

    /// The same with this as the only task of its first group.
    public static JobSpec of(JobSpec spec, TaskSpec task) {
        var it = spec.groups().getFirst();
        var group =
                new GroupSpec(
                        it.name(),
                        it.count(),
                        it.placement(),
                        it.policies(),
                        it.ports(),
                        it.meta(),
                        List.of(task));
        return new JobSpec(
                spec.key(),
                spec.type(),
                spec.priority(),
                spec.where(),
                spec.placement(),
                spec.meta(),
                List.of(group),
                spec.launch());
    }

    /// The same, moved like that from nodes that drain.
    public static JobSpec moved(JobSpec spec, Policies.Migrate migrate) {
        var groups = new ArrayList<GroupSpec>();
        for (var it : spec.groups()) {
            var was = it.policies();
            var next =
                    new Policies(
                            was.restart(),
                            was.reschedule(),
                            was.disconnect(),
                            was.update(),
                            migrate);
            groups.add(
                    new GroupSpec(
                            it.name(),
                            it.count(),
                            it.placement(),
                            next,
                            it.ports(),
                            it.meta(),
                            it.tasks()));
        }
        return job(spec.key(), spec.type(), groups.toArray(GroupSpec[]::new));
    }
}
