package dev.skerry.cluster.server;

import static dev.skerry.cluster.server.ClusterApi.ALLOCATIONS;
import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.POOLS;

import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.NamespaceDecisions;
import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Plan;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.StateAt;
import dev.skerry.http.signing.SentSignatures;
import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import dev.skerry.yaml.SentYaml;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Jobs: to submit, to see, to stop.
final class JobRoutes {
    private static final String SCHEMA = "application/schema+json";

    private final Door<Cluster, ClusterMessage> door;
    private final CelExpressions expressions;
    private final Signing signing;

    JobRoutes(Door<Cluster, ClusterMessage> door, CelExpressions expressions, Signing signing) {
        this.door = door;
        this.expressions = expressions;
        this.signing = signing;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs", Need.read(JOBS).inLists(), this::list).thatIsHeavy(),
                Route.file("POST", "/v1/jobs", Need.write(JOBS).wherever(), this::submit),
                Route.file("POST", "/v1/jobs/validate", Need.known(), this::validate),
                Route.file("POST", "/v1/jobs/plan", Need.read(JOBS).wherever(), this::plan),
                Route.get("/v1/jobs/{name}", Need.read(JOBS), this::detail),
                Route.delete("/v1/jobs/{name}", Need.write(JOBS), this::stop),
                Route.post("/v1/jobs/{name}/evaluate", Need.write(JOBS), this::evaluate),
                Route.get("/v1/jobs/{name}/evaluations", Need.read(JOBS), this::evaluations),
                Route.get("/v1/jobs/{name}/allocations", Need.read(ALLOCATIONS), this::allocations)
                        .thatIsHeavy(),
                Route.get("/v1/schema/job.json", Need.nothing(), SCHEMA, JobRoutes::schema));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("namespace", "prefix", "parent", "perPage", "after", "index", "wait");
        var view = request.view(door);
        var prefix = request.text("prefix", "");
        var parent = request.text("parent", "");
        var nodes = NodesSeen.of(view.state(), request);
        var jobs =
                view.state().jobs().values().stream()
                        .filter(job -> request.inNamespace(job.key().namespace()))
                        .filter(job -> job.key().name().startsWith(prefix))
                        .filter(job -> parent.isEmpty() || launchedBy(job, parent))
                        .sorted(Comparator.comparing(JobRoutes::order))
                        .toList();
        return JSON.page(
                request, view, jobs, JobRoutes::order, job -> JobAnswers.summary(nodes, job));
    }

    private static boolean launchedBy(Job job, String parent) {
        var key = job.spec().launchedBy();
        return key != null && key.name().equals(parent);
    }

    private static String order(Job job) {
        return job.key().namespace() + "/" + job.key().name();
    }

    private Answer submit(Request request) throws InterruptedException, Declined {
        request.only("expectedVersion", "file", "forced", "namespace");
        var spec = read(request);
        request.within(spec.key().namespace());
        ClusterApi.mayUse(request, Need.write(POOLS), spec);
        long expected = request.whole("expectedVersion", -1, Long.MAX_VALUE, -1);
        var signatures = signatures(request, spec.key().namespace());
        var before = door.now().state().jobs().find(spec.key());
        boolean forced = request.flag("forced");
        var message = new ClusterMessage.SubmitJob(spec, expected, signatures, forced);
        long index = door.submit(message, request.caller());
        var job = door.now().state().jobs().find(spec.key());
        return JSON.of(
                new JobAnswers.Submitted(
                        spec.key().namespace(),
                        spec.key().name(),
                        job == null ? 0 : job.version(),
                        index,
                        JobAnswers.unchanged(before, job)));
    }

    private Answer validate(Request request) throws Declined {
        request.only("file", "namespace");
        var namespace = read(request).key().namespace();
        boolean sees = request.admitted().allows(Need.read(JOBS), namespace);
        var unsigned = sees ? unsigned(request, namespace) : null;
        return JSON.of(
                new JobAnswers.Valid(true, unsigned == null ? List.of() : List.of(unsigned)));
    }

    private Answer plan(Request request) throws Declined {
        request.only("file", "namespace");
        var spec = read(request);
        request.within(spec.key().namespace());
        ClusterApi.mayUse(request, Need.read(POOLS), spec);
        var view = door.now();
        var plan = plan(view.state(), spec);
        var nodes = NodesSeen.of(view.state(), request);
        var unsigned = unsigned(request, spec.key().namespace());
        return JSON.at(view, JobAnswers.planned(nodes, spec, plan, unsigned));
    }

    /// Those of the file, verified. A signature tells where the job was meant for only when the
    /// file does: otherwise what was signed for one namespace could be sent to another.
    private Signatures signatures(Request request, String namespace) throws Declined {
        var bytes = request.body().bytes();
        var shown = SentSignatures.of(request);
        var verified = signing.verify(ClusterMachine.JOB, namespace, bytes, shown);
        boolean asked = !request.text("namespace", "").isEmpty();
        if (!verified.keys().isEmpty()
                && asked
                && !read(request, "").key().namespace().equals(namespace))
            throw Declined.field(
                    "namespace",
                    "",
                    "in the file itself, as \"namespace: %s\": what is signed says where it is for"
                            .formatted(namespace));
        return verified;
    }

    /// What the signing policy has against the file as it comes; null: nothing.
    private @Nullable String unsigned(Request request, String namespace) throws Declined {
        var signatures = signatures(request, namespace);
        var refusal = signing.against(new Artifact(ClusterMachine.JOB, namespace, signatures));
        return refusal == null ? null : refusal.sentence();
    }

    /// A job that is submitted as it is makes no new version, and is not refused.
    private Plan plan(Cluster cluster, JobSpec spec) throws Declined {
        var old = cluster.jobs().find(spec.key());
        if (old != null && !old.stopped() && old.spec().equals(spec))
            return Scheduler.plan(cluster, spec.key(), door.time(), expressions);
        var refusal = RecallDecisions.against(cluster, spec);
        if (refusal == null) refusal = NamespaceDecisions.against(cluster, spec);
        if (refusal != null) throw new Declined(refusal);
        return Scheduler.dryRun(cluster, spec, door.time(), expressions);
    }

    private JobSpec read(Request request) throws Declined {
        return read(request, request.text("namespace", ""));
    }

    private JobSpec read(Request request, String asked) throws Declined {
        if (asked.equals(Namespace.ALL))
            throw Declined.field("namespace", asked, "the one that the job is for");
        return SentYaml.read(
                request,
                "job file",
                (bytes, wording) -> JobFile.parse(bytes, wording, expressions, asked));
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(door);
        var nodes = NodesSeen.of(view.state(), request);
        return JSON.at(view, JobAnswers.detail(nodes, job(view, key(request)), door.time()));
    }

    private Answer stop(Request request) throws InterruptedException, Declined {
        request.only("namespace", "purge");
        return changed(request, new ClusterMessage.StopJob(key(request), request.flag("purge")));
    }

    private Answer evaluate(Request request) throws InterruptedException, Declined {
        request.only("namespace");
        return changed(request, new ClusterMessage.Evaluate(key(request)));
    }

    private Answer changed(Request request, ClusterMessage message)
            throws InterruptedException, Declined {
        var key = key(request);
        long index = door.submit(message, request.caller());
        return JSON.of(new JobAnswers.JobChanged(key.namespace(), key.name(), index));
    }

    private Answer evaluations(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(door);
        var job = job(view, key(request));
        var nodes = NodesSeen.of(view.state(), request);
        var looks = job.evaluations().stream().map(it -> JobAnswers.look(nodes, job, it)).toList();
        return JSON.at(view, looks);
    }

    private Answer allocations(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(door);
        var key = key(request);
        // who may not see jobs is not told which there are
        if (request.admitted().allows(Need.read(JOBS), key.namespace())) key = job(view, key).key();
        var ids = view.state().ofJob(key);
        return JSON.at(view, AllocationAnswers.all(NodesSeen.of(view.state(), request), ids));
    }

    /// The job that the path names, in the namespace of the query.
    private static JobKey key(Request request) {
        return new JobKey(request.namespace(), request.name());
    }

    /// What editors complete job files from.
    private static Answer schema(Request request) throws Declined {
        request.only();
        return Answer.text(SCHEMA, RoomApi.text(JobRoutes.class, "job.schema.json"));
    }

    private static Job job(StateAt<Cluster> view, JobKey key) throws Declined {
        var job = view.state().jobs().find(key);
        if (job == null) throw new Declined(new Refusal.NotFound("job", key.toString()));
        return job;
    }
}
