package dev.skerry.trust.server.issuers;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.SentYaml;
import java.util.Comparator;
import java.util.List;

/// Issuers: to see, to apply, to delete.
public final class IssuerRoutes {
    private final Door<Trust, TrustMessage> door;
    private final JwtKeys keys;
    private final Thing issuers;
    private final JsonAnswers json;

    /// @param issuers what is needed a right to
    /// @param json how answers are written
    public IssuerRoutes(
            Door<Trust, TrustMessage> door, JwtKeys keys, Thing issuers, JsonAnswers json) {
        this.door = door;
        this.keys = keys;
        this.issuers = issuers;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/issuers", Need.read(issuers), this::list),
                Route.get("/v1/issuers/{name}", Need.read(issuers), this::detail),
                Route.file("PUT", "/v1/issuers/{name}", Need.administer(issuers), this::apply),
                Route.delete("/v1/issuers/{name}", Need.administer(issuers), this::delete));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("perPage", "after", "index", "wait");
        var view = request.view(door);
        var all =
                view.state().issuers().values().stream()
                        .sorted(Comparator.comparing(Issuer::name))
                        .toList();
        return json.page(request, view, all, Issuer::name, this::one);
    }

    private IssuerAnswers.OneIssuer one(Issuer issuer) {
        return IssuerAnswers.one(issuer, keys.state(issuer.name()), door.time());
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        var issuer = view.state().issuers().find(request.name());
        if (issuer == null) throw new Declined(new Refusal.NotFound("issuer", request.name()));
        return json.at(view, one(issuer));
    }

    private Answer apply(Request request) throws InterruptedException, Declined {
        request.only("file");
        var name = request.name();
        var issuer =
                SentYaml.read(
                        request,
                        "issuer file",
                        (bytes, wording) -> IssuerFile.parse(bytes, wording, name, keys::wrong));
        return changed(request, new TrustMessage.ApplyIssuer(issuer));
    }

    private Answer delete(Request request) throws InterruptedException, Declined {
        request.only();
        return changed(request, new TrustMessage.DeleteIssuer(request.name()));
    }

    private Answer changed(Request request, TrustMessage message)
            throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        return json.of(new IssuerAnswers.IssuerChanged(request.name(), index));
    }
}
