package dev.skerry.cluster.server.deployments;

import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.JSON;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.server.JobAnswers;
import dev.skerry.cluster.server.deployments.DeploymentAnswers.DeploymentAnswer;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import java.util.Comparator;
import java.util.List;

/// Deployments: which there are, how far they have come, and what becomes of them.
public final class DeploymentRoutes {
    private final Door<Cluster, ClusterMessage> door;

    /// One of a job.
    private record Found(Job job, Deployment deployment) {}

    public DeploymentRoutes(Door<Cluster, ClusterMessage> door) {
        this.door = door;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/deployments", Need.read(JOBS).inLists(), this::list).thatIsHeavy(),
                Route.get("/v1/deployments/{name}", Need.read(JOBS), this::detail),
                steered("promote", Steering.PROMOTE),
                steered("fail", Steering.FAIL),
                steered("pause", Steering.PAUSE),
                steered("resume", Steering.RESUME));
    }

    private Route steered(String word, Steering how) {
        var path = "/v1/deployments/{name}/" + word;
        return Route.post(path, Need.write(JOBS), request -> steer(request, how));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("namespace", "job", "perPage", "after", "index", "wait");
        var view = request.view(door);
        var job = request.text("job", "");
        var all =
                view.state().jobs().values().stream()
                        .filter(it -> request.inNamespace(it.key().namespace()))
                        .filter(it -> job.isEmpty() || it.key().name().equals(job))
                        .flatMap(it -> it.deployments().stream().map(one -> new Found(it, one)))
                        .sorted(Comparator.comparing(DeploymentRoutes::order))
                        .toList();
        var time = door.time();
        return JSON.page(
                request, view, all, DeploymentRoutes::order, it -> said(view.state(), it, time));
    }

    private static DeploymentAnswer said(Cluster cluster, Found it, Now now) {
        return DeploymentAnswers.of(cluster, it.job(), it.deployment(), now);
    }

    /// By job, its newest first.
    private static String order(Found it) {
        long version = Long.MAX_VALUE - it.deployment().version();
        return it.job().key().whole() + "/%019d".formatted(version);
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("namespace", "index", "wait");
        var view = request.view(door);
        var found = find(view.state(), request);
        return JSON.at(view, said(view.state(), found, door.time()));
    }

    private Answer steer(Request request, Steering how) throws InterruptedException, Declined {
        request.only("namespace");
        var found = find(door.now().state(), request);
        var key = found.job().key();
        var message = new ClusterMessage.SteerDeployment(key, found.deployment().id(), how);
        long index = door.submit(message, request.caller());
        return JSON.of(new JobAnswers.JobChanged(key.namespace(), key.name(), index));
    }

    /// By its id, in the namespace of the query.
    private static Found find(Cluster cluster, Request request) throws Declined {
        var id = request.name();
        for (var key : cluster.inNamespace(request.namespace())) {
            var job = cluster.jobs().find(key);
            if (job == null) continue;
            for (var it : job.deployments()) if (it.id().equals(id)) return new Found(job, it);
        }
        throw new Declined(new Refusal.NotFound("deployment", id));
    }
}
