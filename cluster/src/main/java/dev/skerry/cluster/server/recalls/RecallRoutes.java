package dev.skerry.cluster.server.recalls;

import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import java.util.Comparator;
import java.util.List;

/// What must not run: which there is, and how it comes and goes.
public final class RecallRoutes {
    private final Door<Cluster, ClusterMessage> door;

    public RecallRoutes(Door<Cluster, ClusterMessage> door) {
        this.door = door;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/v1/jobs/{name}/recall", Need.write(JOBS), this::recall),
                Route.get("/v1/recalls", Need.read(JOBS).inLists(), this::list).thatIsHeavy(),
                Route.get("/v1/recalls/{name}", Need.read(JOBS), this::detail),
                Route.delete("/v1/recalls/{name}", Need.write(JOBS), this::lift));
    }

    private Answer recall(Request request) throws InterruptedException, Declined {
        request.only("namespace", "version", "reason");
        boolean whole = request.text("version", "").isEmpty();
        long version = request.whole("version", 1, Long.MAX_VALUE, RecallDecisions.ALL_VERSIONS);
        var key = new JobKey(request.namespace(), request.name());
        var reason = request.text("reason", "");
        long asked = whole ? RecallDecisions.ALL_VERSIONS : version;
        long index =
                door.submit(new ClusterMessage.RecallJob(key, asked, reason), request.caller());
        var now = door.now().state();
        var job = now.jobs().find(key);
        var made = job == null ? null : RecallDecisions.find(now, job, asked);
        if (job == null || made == null)
            throw new Declined(
                    new Refusal.Conflict(
                            "Job %s was recalled, and the recall was lifted again.".formatted(key),
                            "Look at `skerry recall list`."));
        return JSON.of(
                new RecallAnswers.RecallMade(
                        RecallAnswers.of(now, made),
                        job.stable(),
                        DeploymentDecisions.revert(job) != null,
                        job.current().recalled(),
                        index));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("namespace", "job", "perPage", "after", "index", "wait");
        var view = request.view(door);
        var job = request.text("job", "");
        var all =
                view.state().recalls().all().values().stream()
                        .filter(it -> request.inNamespace(it.job().namespace()))
                        .filter(it -> job.isEmpty() || it.job().name().equals(job))
                        .sorted(Comparator.comparing(RecallRoutes::order))
                        .toList();
        return JSON.page(
                request, view, all, RecallRoutes::order, it -> RecallAnswers.of(view.state(), it));
    }

    /// By job, its newest first.
    private static String order(Recall it) {
        return "%s/%019d/%s".formatted(it.job().whole(), Long.MAX_VALUE - it.wallMs(), it.id());
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(door);
        return JSON.at(view, RecallAnswers.of(view.state(), find(view.state(), request)));
    }

    private Answer lift(Request request) throws InterruptedException, Declined {
        request.only("namespace");
        var recall = find(door.now().state(), request);
        long index = door.submit(new ClusterMessage.LiftRecall(recall.id()), request.caller());
        var job = recall.job();
        return JSON.of(
                new RecallAnswers.RecallLifted(recall.id(), job.namespace(), job.name(), index));
    }

    /// By its id, in the namespace of the query.
    private static Recall find(Cluster cluster, Request request) throws Declined {
        var recall = cluster.recalls().all().find(request.name());
        if (recall == null || !recall.job().namespace().equals(request.namespace()))
            throw new Declined(new Refusal.NotFound("recall", request.name()));
        return recall;
    }
}
