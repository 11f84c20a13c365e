package dev.skerry.cluster.server.deployments;

import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.Now;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of deployments.
public final class DeploymentAnswers {
    private DeploymentAnswers() {}

    /// @param status `running`, `paused`, `successful`, `failed` or `cancelled`
    /// @param waits somebody has to promote its canaries: all are healthy
    /// @param stable the newest version before it that is known to be good; 0: none is
    /// @param groups of the newest version of the job; none of an earlier one
    @Json
    public record DeploymentAnswer(
            String id,
            String namespace,
            String job,
            long version,
            String status,
            String description,
            String startedAt,
            boolean promoted,
            boolean waits,
            long stable,
            List<DeployedGroup> groups) {}

    /// @param desired so many there shall be; of a system job, on nodes that have one
    /// @param placed so many of the new version are there, canaries included
    /// @param pending so many are on nodes that cannot be reached, or take nothing now
    /// @param canaries so many there shall be before the rest follows
    /// @param canariesHealthy so many of these are
    /// @param maxParallel as it is written: `1`, `25%`; of a forced version `100%`
    @Json
    public record DeployedGroup(
            String group,
            int desired,
            int placed,
            int healthy,
            int unhealthy,
            int pending,
            int canaries,
            int canariesHealthy,
            boolean promoted,
            String maxParallel,
            boolean autoPromote,
            boolean autoRevert) {}

    /// @param job null: none of that name is there
    public static @Nullable DeploymentAnswer newest(Cluster cluster, @Nullable Job job, Now now) {
        var deployment = job == null ? null : job.deployment();
        return job == null || deployment == null ? null : of(cluster, job, deployment, now);
    }

    static DeploymentAnswer of(Cluster cluster, Job job, Deployment it, Now now) {
        boolean newest = it.equals(job.deployment());
        var all = newest ? Rollout.all(cluster, job, now) : List.<Rollout>of();
        var waiting = all.stream().filter(Rollout::waitsForCanaries).toList();
        return new DeploymentAnswer(
                it.id(),
                job.key().namespace(),
                job.key().name(),
                it.version(),
                DeploymentDecisions.word(it.stage()),
                it.description(),
                Bodies.time(it.createdWallMs()),
                it.promoted(),
                it.stage() == Deployment.Stage.RUNNING // what is paused is not promoted
                        && !waiting.isEmpty()
                        && waiting.stream().allMatch(Rollout::canariesHealthy),
                it.stable(),
                all.stream().map(rollout -> group(rollout, it)).toList());
    }

    private static DeployedGroup group(Rollout it, Deployment deployment) {
        boolean tried = !deployment.promoted() && it.waitsForCanaries();
        int canaries = tried ? it.canariesDesired() : 0;
        int well = it.beside() ? it.healthyCanaries() : it.healthy();
        return new DeployedGroup(
                it.group().name(),
                it.desired(),
                it.placed(),
                it.healthy(),
                it.unhealthy(),
                it.away(),
                canaries,
                tried ? Math.min(canaries, well) : 0,
                deployment.promoted(),
                it.forced() ? "100%" : it.update().maxParallel().toString(),
                it.update().autoPromote(),
                it.update().autoRevert());
    }
}
