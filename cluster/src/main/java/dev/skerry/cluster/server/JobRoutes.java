package dev.skerry.cluster.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Job;
import dev.skerry.cluster.Plan;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.kernel.Refusal;
import java.util.Comparator;
import java.util.List;

/// Jobs: to submit, to see, to stop.
final class JobRoutes {
    private final Control control;
    private final CelExpressions expressions;

    JobRoutes(Control control, CelExpressions expressions) {
        this.control = control;
        this.expressions = expressions;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs", this::list),
                Route.postJobFile("/v1/jobs", this::submit),
                Route.postJobFile("/v1/jobs/validate", this::validate),
                Route.postJobFile("/v1/jobs/plan", this::plan),
                Route.get("/v1/jobs/{name}", this::detail),
                Route.delete("/v1/jobs/{name}", this::stop),
                Route.post("/v1/jobs/{name}/evaluate", this::evaluate),
                Route.get("/v1/jobs/{name}/evaluations", this::evaluations),
                Route.get("/v1/jobs/{name}/allocations", this::allocations));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("namespace", "prefix", "perPage", "after", "index", "wait");
        var view = request.view(control);
        var prefix = request.text("prefix", "");
        var jobs =
                view.cluster().jobs().values().stream()
                        .filter(job -> request.inNamespace(job.key().namespace()))
                        .filter(job -> job.key().name().startsWith(prefix))
                        .sorted(Comparator.comparing(JobRoutes::order))
                        .toList();
        return request.page(
                view, jobs, JobRoutes::order, job -> JobAnswers.summary(view.cluster(), job));
    }

    private static String order(Job job) {
        return job.key().namespace() + "/" + job.key().name();
    }

    private Answer submit(Request request) throws InterruptedException, Declined {
        request.only("expectedVersion", "file");
        var spec = read(request);
        long expected = request.whole("expectedVersion", -1, Long.MAX_VALUE, -1);
        var before = control.now().cluster().jobs().find(spec.key());
        long index = control.done(new ClusterMessage.SubmitJob(spec, expected));
        var job = control.now().cluster().jobs().find(spec.key());
        return Answer.json(
                new JobAnswers.Submitted(
                        spec.key().namespace(),
                        spec.key().name(),
                        job == null ? 0 : job.version(),
                        index,
                        before != null && job != null && before.version() == job.version()));
    }

    private Answer validate(Request request) throws Declined {
        request.only("file");
        var _ = read(request);
        return Answer.json(new JobAnswers.Valid(true, List.of()));
    }

    private Answer plan(Request request) throws Declined {
        request.only("file");
        var spec = read(request);
        var view = control.now();
        var plan = plan(view.cluster(), spec);
        return Request.at(view, JobAnswers.planned(view.cluster(), spec, plan));
    }

    /// A job that is submitted as it is makes no new version.
    private Plan plan(Cluster cluster, JobSpec spec) {
        var old = cluster.jobs().find(spec.key());
        return old != null && !old.stopped() && old.spec().equals(spec)
                ? Scheduler.plan(cluster, spec.key(), control.time(), expressions)
                : Scheduler.dryRun(cluster, spec, control.time(), expressions);
    }

    private JobSpec read(Request request) throws Declined {
        var file = request.text("file", "job.yaml");
        return switch (JobFile.parse(request.body().bytes(), file, expressions)) {
            case JobFile.Parsed(var spec) -> spec;
            case JobFile.Wrong(var problems) -> throw Declined.of(file, problems);
        };
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(control);
        return Request.at(view, JobAnswers.detail(view.cluster(), job(view, request.job())));
    }

    private Answer stop(Request request) throws InterruptedException, Declined {
        request.only("namespace", "purge");
        return changed(request, new ClusterMessage.StopJob(request.job(), request.flag("purge")));
    }

    private Answer evaluate(Request request) throws InterruptedException, Declined {
        request.only("namespace");
        return changed(request, new ClusterMessage.Evaluate(request.job()));
    }

    private Answer changed(Request request, ClusterMessage message)
            throws InterruptedException, Declined {
        var key = request.job();
        long index = control.done(message);
        return Answer.json(new JobAnswers.Changed(key.namespace(), key.name(), index));
    }

    private Answer evaluations(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(control);
        var job = job(view, request.job());
        return Request.at(view, job.evaluations().stream().map(JobAnswers::look).toList());
    }

    private Answer allocations(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(control);
        var job = job(view, request.job());
        var ids = view.cluster().ofJob(job.key());
        return Request.at(view, AllocationAnswers.all(view.cluster(), ids));
    }

    private static Job job(Control.View view, JobKey key) throws Declined {
        var job = view.cluster().jobs().find(key);
        if (job == null) throw new Declined(new Refusal.NotFound("job", key.toString()));
        return job;
    }
}
