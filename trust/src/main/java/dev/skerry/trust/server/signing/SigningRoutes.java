package dev.skerry.trust.server.signing;

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
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.Trust;
import dev.skerry.yaml.SentYaml;
import java.util.Comparator;
import java.util.List;

/// Signing rules: to see, to apply, to delete.
public final class SigningRoutes {
    private final Door<Trust, TrustMessage> door;
    private final Thing signing;
    private final JsonAnswers json;

    /// @param signing what is needed a right to
    /// @param json how answers are written
    public SigningRoutes(Door<Trust, TrustMessage> door, Thing signing, JsonAnswers json) {
        this.door = door;
        this.signing = signing;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/v1/signing", Need.read(signing), this::list),
                Route.get("/v1/signing/{name}", Need.read(signing), this::detail),
                Route.file("PUT", "/v1/signing/{name}", Need.administer(signing), this::apply),
                Route.delete("/v1/signing/{name}", Need.administer(signing), this::delete));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("perPage", "after", "index", "wait");
        var view = request.view(door);
        var all =
                view.state().signing().values().stream()
                        .sorted(Comparator.comparing(SigningRule::name))
                        .toList();
        return json.page(request, view, all, SigningRule::name, SigningAnswers::one);
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var view = request.view(door);
        var rule = view.state().signing().find(request.name());
        if (rule == null) throw new Declined(new Refusal.NotFound("signing rule", request.name()));
        return json.at(view, SigningAnswers.one(rule));
    }

    private Answer apply(Request request) throws InterruptedException, Declined {
        request.only("file");
        var name = request.name();
        var rule =
                SentYaml.read(
                        request,
                        "signing rule",
                        (bytes, wording) -> SigningFile.parse(bytes, wording, name));
        return changed(request, new TrustMessage.ApplySigningRule(rule));
    }

    private Answer delete(Request request) throws InterruptedException, Declined {
        request.only();
        return changed(request, new TrustMessage.DeleteSigningRule(request.name()));
    }

    private Answer changed(Request request, TrustMessage message)
            throws InterruptedException, Declined {
        long index = door.submit(message, request.caller());
        return json.of(new SigningAnswers.SigningRuleChanged(request.name(), index));
    }
}
