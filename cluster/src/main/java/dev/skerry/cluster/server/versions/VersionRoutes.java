package dev.skerry.cluster.server.versions;

import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.POOLS;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.VersionDecisions;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.server.ClusterApi;
import dev.skerry.cluster.server.JobAnswers;
import dev.skerry.cluster.server.jobfile.KeptExpressions;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.StateAt;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/// The versions of a job: to see, to compare, to bring back; and how many of a group run.
public final class VersionRoutes {
    private final Door<Cluster, ClusterMessage> door;
    private final CelExpressions expressions;

    public VersionRoutes(Door<Cluster, ClusterMessage> door, CelExpressions expressions) {
        this.door = door;
        this.expressions = expressions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs/{name}/versions", Need.read(JOBS), this::versions),
                Route.get("/v1/jobs/{name}/diff", Need.read(JOBS), this::diff),
                Route.post("/v1/jobs/{name}/revert", Need.write(JOBS), this::revert),
                Route.post("/v1/jobs/{name}/scale", Need.write(JOBS), this::scale));
    }

    private Answer versions(Request request) throws InterruptedException, Declined {
        request.only("namespace", "differences", "index", "wait");
        boolean differences = request.flag("differences");
        var view = request.view(door);
        var job = job(view, new JobKey(request.namespace(), request.name()));
        return JSON.at(view, VersionAnswers.all(view.state(), job, differences));
    }

    private static Job job(StateAt<Cluster> view, JobKey key) throws Declined {
        var job = view.state().jobs().find(key);
        if (job == null) throw new Declined(new Refusal.NotFound("job", key.toString()));
        return job;
    }

    private Answer diff(Request request) throws Declined {
        request.only("namespace", "from", "to");
        long from = request.whole("from", 1, Long.MAX_VALUE, 0);
        long to = request.whole("to", 1, Long.MAX_VALUE, 0);
        var view = door.now();
        var job = job(view, new JobKey(request.namespace(), request.name()));
        boolean itself = from == job.version() && (to == 0 || to == from);
        if (job.versions().isEmpty() && !itself)
            throw new Declined(
                    VersionDecisions.onlyOne(job, "none that it could be compared with"));
        if (to == 0) to = job.version();
        kept(job, "to", to);
        if (from == 0) from = before(job, to);
        kept(job, "from", from);
        var difference = VersionAnswers.difference(job, from, to);
        if (difference == null) throw new IllegalStateException("both are kept");
        return JSON.at(view, difference);
    }

    private static void kept(Job job, String field, long version) throws Declined {
        if (job.kept(version) != null) return;
        var kept =
                VersionAnswers.numbers(job).reversed().stream()
                        .map(it -> it + "")
                        .collect(Collectors.joining(", "));
        throw Declined.field(field, version + "", "one that is kept: " + kept);
    }

    /// The newest that is kept before that one.
    private static long before(Job job, long version) throws Declined {
        for (var each : VersionAnswers.numbers(job)) if (each < version) return each;
        throw Declined.field(
                "to", version + "", "one with another before it: none is kept before that one");
    }

    private Answer revert(Request request) throws InterruptedException, Declined {
        request.only("namespace", "version", "expectedVersion", "forced");
        long version = request.whole("version", 1, Long.MAX_VALUE, 0);
        if (version == 0) throw Declined.field("version", "", "the number of an earlier version");
        long expected = expected(request);
        boolean forced = request.flag("forced");
        var key = new JobKey(request.namespace(), request.name());
        var job = job(door.now(), key);
        var refusal = VersionDecisions.notBack(job, version, expected);
        if (refusal != null) throw new Declined(refusal);
        var spec = Check.present(job.at(version), "an earlier version is kept");
        ClusterApi.mayUse(request, Need.write(POOLS), spec);
        var wrong = KeptExpressions.wrong(spec, expressions);
        if (wrong != null) throw new Declined(wrong);
        var pool = spec.where().pool();
        return changed(
                request, job, new ClusterMessage.RevertJob(key, version, pool, expected, forced));
    }

    private Answer scale(Request request) throws InterruptedException, Declined {
        request.only("namespace", "group", "count", "expectedVersion");
        long count = request.whole("count", 0, JobBounds.COUNT_MAX, -1);
        if (count < 0)
            throw Declined.field("count", "", "a whole number from 0 to " + JobBounds.COUNT_MAX);
        long expected = expected(request);
        var key = new JobKey(request.namespace(), request.name());
        var job = job(door.now(), key);
        var group = request.text("group", "");
        if (job.spec().group(group) == null)
            throw new Declined(VersionDecisions.noGroup(job, group));
        ClusterApi.mayUse(request, Need.write(POOLS), job.spec());
        var pool = job.spec().where().pool();
        return changed(
                request, job, new ClusterMessage.ScaleJob(key, group, count, pool, expected));
    }

    private static long expected(Request request) throws Declined {
        return request.whole("expectedVersion", -1, Long.MAX_VALUE, -1);
    }

    private Answer changed(Request request, Job before, ClusterMessage message)
            throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        JobKey key = before.key();
        var job = door.now().state().jobs().find(key);
        long version = job == null ? 0 : job.version();
        return JSON.of(
                new JobAnswers.Submitted(
                        key.namespace(),
                        key.name(),
                        version,
                        index,
                        JobAnswers.unchanged(before, job)));
    }
}
