package dev.skerry.trust.server;

import static dev.skerry.trust.server.TrustApi.JSON;

import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.kernel.Refusal;
import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.server.issuers.JwtLogin;
import dev.skerry.trust.server.issuers.WrongJwt;
import dev.skerry.trust.server.rulings.SentFields;
import dev.skerry.trust.server.task.KnownTask;
import dev.skerry.trust.state.Trust;
import java.net.InetAddress;
import java.util.List;

/// Who one is, and how a browser is logged in and out.
final class SessionRoutes {
    private static final long CODE_LIFE_MIN_MS = 1_000;
    private static final String COOKIE_KEPT = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";
    private static final String NO_CODE =
            "There is no such code: it was used, or is too old; log in with a token.";

    private final Door<Trust, TrustMessage> door;
    private final TrustMemory memory;
    private final TrustCallers callers;
    private final JwtLogin jwts;

    SessionRoutes(
            Door<Trust, TrustMessage> door,
            TrustMemory memory,
            TrustCallers callers,
            JwtLogin jwts) {
        this.door = door;
        this.memory = memory;
        this.callers = callers;
        this.jwts = jwts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/self", Need.known(), this::self),
                Route.object("/v1/login", Need.nothing(), this::exchange),
                Route.get("/v1/self/may", Need.known(), this::may),
                Route.object("/v1/session", Need.nothing(), this::login),
                Route.delete("/v1/session", Need.nothing(), this::logout),
                Route.object("/v1/session/codes", Need.known(), this::code));
    }

    private Answer self(Request request) throws Declined {
        request.only();
        var view = door.now();
        if (request.admitted() instanceof KnownTask known)
            return JSON.at(view, SessionAnswers.of(known, view.state()));
        var token = view.state().tokens().find(request.caller().by());
        return JSON.at(view, SessionAnswers.of(request.caller(), view.state(), token));
    }

    private Answer may(Request request) throws Declined {
        var wish = SentFields.ofQuery(request, "do", "namespace", "pool").wish();
        var view = door.now();
        return JSON.at(view, SessionAnswers.may(request.admitted(), view.state(), wish));
    }

    /// A token for a JWT; for programs, which keep it themselves.
    private Answer exchange(Request request) throws InterruptedException, Declined {
        request.only();
        var token = byJwt(request, SentFields.of(request, "jwt").text("jwt", "a JWT"));
        var kept = door.now().state().tokens().find(token.id());
        if (kept == null)
            throw new Declined(
                    new Refusal.Conflict("The token was revoked at once.", "Log in again."));
        return TrustApi.secret(
                new TokenAnswers.Created(
                        token.id(),
                        kept.name(),
                        kept.roles(),
                        Bodies.time(kept.expiresWallMs()),
                        token.text()));
    }

    /// What is wrong with a JWT counts as a wrong token does.
    private TokenText byJwt(Request request, String jwt) throws InterruptedException, Declined {
        var token = TokenText.fresh(memory.random());
        try {
            jwts.give(jwt.strip(), token.id(), token.hash(), request.caller().from());
            return token;
        } catch (WrongJwt e) {
            throw callers.failed(address(request), e.sentence());
        }
    }

    private Answer login(Request request) throws InterruptedException, Declined {
        request.only();
        var body = SentFields.of(request, "token", "code", "jwt");
        if (!body.one("token", "code", "jwt"))
            throw new Declined(400, "Log in with a token, a code, or a JWT.");
        var from = address(request);
        var text = text(request, body, from);
        var known = callers.admit(from, text);
        var trust = door.now().state();
        var token = trust.tokens().find(known.token().id());
        long leftMs = token == null ? 0 : token.leftMs(door.time());
        var answer = TrustApi.secret(SessionAnswers.of(known.caller(), trust, token));
        return answer.with("Set-Cookie", cookie(known.token().text(), Math.max(0, leftMs) / 1_000));
    }

    private String text(Request request, SentFields body, InetAddress from)
            throws InterruptedException, Declined {
        if (body.has("token")) return body.text("token", "a token");
        if (body.has("jwt")) return byJwt(request, body.text("jwt", "a JWT")).text();
        return byCode(from, body.text("code", "a code"));
    }

    private String byCode(InetAddress from, String code) throws Declined {
        var token = memory.codes().use(code, door.time().tickMs());
        if (token == null) throw callers.failed(from, NO_CODE);
        return token.text();
    }

    /// Where there is TLS, it is sent over that only.
    private String cookie(String value, long forSeconds) {
        var secure = callers.secure() ? "; Secure" : "";
        return callers.cookie() + "=" + value + secure + COOKIE_KEPT + forSeconds;
    }

    /// Where callers are known without a token, they are here.
    private static InetAddress address(Request request) {
        var from = request.caller().from();
        return from.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(from);
    }

    private Answer logout(Request request) throws Declined {
        request.only();
        return JSON.of(new SessionAnswers.LoggedOut(true)).with("Set-Cookie", cookie("", 0));
    }

    private Answer code(Request request) throws Declined {
        request.only();
        long lifeMs =
                SentFields.of(request, "ttl")
                        .duration(
                                "ttl",
                                CODE_LIFE_MIN_MS,
                                LoginCodes.LIFE_MAX_MS,
                                LoginCodes.LIFE_MS);
        if (!(request.admitted() instanceof KnownCaller caller))
            throw new Declined(
                    new Refusal.Conflict(
                            "You are known without a token.",
                            "A browser logs in with one: ask with a token of your own."));
        var now = door.time();
        var code = memory.codes().make(caller.token(), now.tickMs(), lifeMs);
        if (code == null) throw Declined.later("Too many codes wait to be used; ask later.", 60);
        return TrustApi.secret(
                new SessionAnswers.LoginCode(code, Bodies.time(now.wallMs() + lifeMs)));
    }
}
