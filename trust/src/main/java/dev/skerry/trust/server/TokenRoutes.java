package dev.skerry.trust.server;

import static dev.skerry.trust.server.TrustApi.JSON;
import static dev.skerry.trust.server.TrustApi.TOKENS;

import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.decide.TokenDecisions;
import dev.skerry.trust.server.rulings.SentFields;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.Comparator;
import java.util.List;

/// Tokens: to make, to see, to revoke.
final class TokenRoutes {
    static final long LIFE_DEFAULT_MS = 30L * 24 * 3_600_000;

    private final Door<Trust, TrustMessage> door;
    private final TrustMemory memory;

    TokenRoutes(Door<Trust, TrustMessage> door, TrustMemory memory) {
        this.door = door;
        this.memory = memory;
    }

    List<Route> routes() {
        return List.of(
                Route.object("/v1/tokens", Need.administer(TOKENS), this::create),
                Route.get("/v1/tokens", Need.read(TOKENS), this::list).thatIsHeavy(),
                Route.delete("/v1/tokens/{name}", Need.administer(TOKENS), this::revoke));
    }

    private Answer create(Request request) throws InterruptedException, Declined {
        request.only();
        var body = SentFields.of(request, "name", "roles", "ttl");
        var name = body.text("name", "a text");
        var roles = body.texts("roles", "a list of the names of roles");
        long lifeMs =
                body.duration(
                        "ttl",
                        TokenDecisions.LIFE_MIN_MS,
                        TokenDecisions.LIFE_MAX_MS,
                        LIFE_DEFAULT_MS);
        var token = TokenText.fresh(memory.random());
        door.submit(
                new TrustMessage.CreateToken(token.id(), name, token.hash(), roles, lifeMs),
                request.caller());
        var kept = door.now().state().tokens().find(token.id());
        long expiresMs = kept == null ? door.time().wallMs() : kept.expiresWallMs();
        return TrustApi.secret(
                new TokenAnswers.Created(
                        token.id(), name, roles, Bodies.time(expiresMs), token.text()));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("perPage", "after", "index", "wait");
        var view = request.view(door);
        var tokens =
                view.state().tokens().values().stream()
                        .sorted(Comparator.comparing(AccessToken::key))
                        .toList();
        return JSON.page(
                request,
                view,
                tokens,
                AccessToken::key,
                token -> TokenAnswers.listed(token, memory.uses().of(token.id())));
    }

    private Answer revoke(Request request) throws InterruptedException, Declined {
        request.only();
        var token = door.now().state().token(request.name());
        if (token == null) throw new Declined(new Refusal.NotFound("token", request.name()));
        long index = door.submit(new TrustMessage.RevokeToken(token.id()), request.caller());
        return JSON.of(new TokenAnswers.TokenChanged(token.id(), token.name(), index));
    }
}
