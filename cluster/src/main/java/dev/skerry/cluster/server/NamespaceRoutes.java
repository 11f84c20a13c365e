package dev.skerry.cluster.server;

import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.NAMESPACES;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import dev.skerry.yaml.SentYaml;
import java.util.List;

/// Namespaces: to see, to apply, to delete. Each of them is in itself: who may something in a
/// namespace may it with the namespace too.
final class NamespaceRoutes {
    private final Door<Cluster, ClusterMessage> door;

    NamespaceRoutes(Door<Cluster, ClusterMessage> door) {
        this.door = door;
    }

    List<Route> routes() {
        var path = "/v1/namespaces/{name}";
        var administer = Need.administer(NAMESPACES).wherever();
        return List.of(
                Route.get("/v1/namespaces", Need.read(NAMESPACES).inEach(), this::list)
                        .thatIsHeavy(),
                Route.get(path, Need.read(NAMESPACES).wherever(), this::detail),
                Route.file("PUT", path, administer, this::apply),
                Route.delete(path, administer, this::delete));
    }

    /// Those that the caller may see.
    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("prefix", "perPage", "after", "index", "wait");
        var view = request.view(door);
        var prefix = request.text("prefix", "");
        var seen =
                view.state().namespaces().all().stream()
                        .filter(it -> request.covers(it.name()))
                        .filter(it -> it.name().startsWith(prefix))
                        .toList();
        return JSON.page(
                request,
                view,
                seen,
                NamespaceSpec::name,
                it -> NamespaceAnswers.one(view.state(), it));
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        request.within(request.name()); // nobody waits for what is not for him
        var view = request.view(door);
        var spec = view.state().namespaces().find(request.name());
        if (spec == null) throw new Declined(new Refusal.NotFound("namespace", request.name()));
        return JSON.at(view, NamespaceAnswers.one(view.state(), spec));
    }

    private Answer apply(Request request) throws InterruptedException, Declined {
        request.only("file");
        request.within(request.name());
        var spec =
                SentYaml.read(
                        request,
                        "namespace file",
                        (bytes, wording) -> NamespaceFile.parse(bytes, wording, request.name()));
        return changed(request, new ClusterMessage.ApplyNamespace(spec));
    }

    private Answer delete(Request request) throws InterruptedException, Declined {
        request.only();
        request.within(request.name());
        return changed(request, new ClusterMessage.DeleteNamespace(request.name()));
    }

    private Answer changed(Request request, ClusterMessage message)
            throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        return JSON.of(new NamespaceAnswers.NamespaceChanged(request.name(), index));
    }
}
