package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Declined;
import dev.skerry.http.Stranger;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.server.LastUses.LastUse;
import dev.skerry.trust.server.rates.RequestRates;
import dev.skerry.trust.server.task.KnownTask;
import dev.skerry.trust.server.task.TaskProofs;
import dev.skerry.trust.server.task.TaskProofs.Looked;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Callers are known by a token, in the header `Authorization: Bearer` or in the cookie of a
/// browser. Tasks are known by their identity, in the header only.
///
/// | what is shown            | by a header       | by a cookie          |
/// |--------------------------|-------------------|----------------------|
/// | nothing                  | a stranger        | a stranger           |
/// | a token that is right    | its caller        | its caller           |
/// | anything else            | refused, with 401 | a stranger, told why |
/// | anything else, too often | refused, with 429 | a stranger, told why |
///
/// Whoever is known has a share of requests by his token, and strangers have one by their address
/// ([RequestRates]); beyond it they are refused with 429.
///
/// A browser shows its cookie until it is told another, also when it asks for just that: so a
/// cookie that is worth nothing any more must not keep anybody from logging in or out.
public final class TrustCallers implements Callers {
    private static final String COOKIE = "skerry-session";

    /// Browsers take a cookie of such a name only from this host itself, by TLS and for all of its
    /// paths: nothing else that answers at its name can give them one.
    private static final String OWN_HOST = "__Host-";

    static final String LOG_IN =
            "Log in first: `skerry login`, or a token in the header Authorization: Bearer …";
    static final String MISTYPED =
            "This is no token: it should be " + TokenText.SHOULD + "; copy all of it.";
    static final String UNKNOWN =
            "There is no such token, or it was revoked or has expired; log in again with another.";
    static final String EXPIRED = "The token has expired; log in again with another.";

    private static final String NOT_BEARER =
            "The header Authorization should be Bearer, a space and a token.";
    private static final String TWO_TOKENS =
            "There is one token in the header Authorization and another in the cookie;"
                    + " it should be one of them.";
    private static final String TOO_OFTEN =
            "Too many tokens from this address were wrong; try again later. A right one is always"
                    + " let in.";

    /// Of that name in one request.
    private static final int COOKIES_MAX = 8;

    private static final String BEARER = "bearer ";

    private final TrustView view;
    private final TrustMemory memory;
    private final TaskProofs tasks;
    private final RequestRates rates;
    private final boolean secure;

    /// @param tasks says which tasks there are
    /// @param secure callers come by TLS
    public TrustCallers(
            TrustView view,
            TrustMemory memory,
            TaskProofs tasks,
            RequestRates rates,
            boolean secure) {
        this.view = view;
        this.memory = memory;
        this.tasks = tasks;
        this.rates = rates;
        this.secure = secure;
    }

    /// Whether callers come by TLS.
    boolean secure() {
        return secure;
    }

    /// The name of the cookie that a browser keeps its token in.
    String cookie() {
        return secure ? OWN_HOST + COOKIE : COOKIE;
    }

    @Override
    public Admitted admit(InetAddress from, Map<String, String> said) throws Declined {
        var bearer = bearer(said.get("authorization"));
        var cookies = cookies(said.getOrDefault("cookie", ""));
        if (bearer == null && cookies.isEmpty()) return stranger(from, LOG_IN);
        if (bearer != null && !cookies.isEmpty() && !cookies.contains(bearer))
            throw new Declined(400, TWO_TOKENS);
        if (bearer != null && TaskProofs.meant(bearer)) return task(from, bearer);
        if (bearer != null) return admit(from, bearer);
        return byCookie(from, cookies);
    }

    @Override
    public void pace(Admitted admitted, InetAddress from) throws Declined {
        var id = admitted.caller().by();
        var who = id.isEmpty() ? FailedTries.owner(from) : id;
        long pauseS = rates.take(who, view.time().tickMs());
        if (pauseS == 0) return;
        throw Declined.later(
                ("More than %,d requests a second, for longer than a moment, are too much for one"
                                + " caller; ask again later.")
                        .formatted(rates.rate()),
                pauseS);
    }

    @Override
    public void declined(Caller caller, String method, String route, int status) {
        if (!TurnedAway.noted(status)) return;
        var one =
                new TurnedAway(caller.text(), caller.by(), caller.from(), method, route, status, 1);
        memory.refusals().add(one, view.time().tickMs());
    }

    /// A task, by what its node has written for it. No browser is logged in by it.
    private KnownTask task(InetAddress from, String text) throws Declined {
        return switch (tasks.look(text)) {
            case Looked.Wrong(var sentence) -> throw failed(from, sentence);
            case Looked.Right(var task) -> {
                memory.admitted().increment();
                yield new KnownTask(view::trust, task, from.getHostAddress());
            }
        };
    }

    private static @Nullable String bearer(@Nullable String header) throws Declined {
        if (header == null) return null;
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER))
            throw new Declined(401, NOT_BEARER);
        return header.substring(BEARER.length()).strip();
    }

    private List<String> cookies(String header) {
        var all = new ArrayList<String>();
        for (var each : header.split(";", -1)) {
            int equals = each.indexOf('=');
            if (equals < 0 || !each.substring(0, equals).strip().equals(cookie())) continue;
            var value = each.substring(equals + 1).strip();
            if (!value.isEmpty() && all.size() < COOKIES_MAX) all.add(value);
        }
        return all;
    }

    private static Stranger stranger(InetAddress from, String sentence) {
        var nobody = new Caller(Caller.Kind.PERSON, "", "", from.getHostAddress());
        return new Stranger(nobody, sentence);
    }

    /// Pages of other ports of the same host can give the browser more of them: one that is right
    /// counts, whatever stands before it.
    private Admitted byCookie(InetAddress from, List<String> cookies) {
        var first = "";
        for (var text : cookies) {
            var token = TokenText.parse(text);
            var wrong = wrong(token);
            if (token != null && wrong.isEmpty()) return known(from, token);
            if (first.isEmpty()) first = wrong;
        }
        memory.failed().increment();
        return stranger(from, first);
    }

    /// Whoever shows that token.
    ///
    /// @throws Declined when it is wrong
    KnownCaller admit(InetAddress from, String text) throws Declined {
        var token = TokenText.parse(text);
        var wrong = wrong(token);
        if (token == null || !wrong.isEmpty()) throw failed(from, wrong);
        return known(from, token);
    }

    /// What is wrong with the token; empty: nothing.
    ///
    /// @param token null: it is mistyped
    private String wrong(@Nullable TokenText token) {
        if (token == null) return MISTYPED;
        var kept = view.trust().tokens().find(token.id());
        if (!token.is(kept) || kept == null) return UNKNOWN;
        return kept.expired(view.time()) ? EXPIRED : "";
    }

    /// Somebody has shown something wrong, which counts.
    Declined failed(InetAddress from, String sentence) {
        memory.failed().increment();
        long pauseS = memory.tries().wrong(from, view.time().tickMs());
        return pauseS == 0 ? new Declined(401, sentence) : Declined.later(TOO_OFTEN, pauseS);
    }

    private KnownCaller known(InetAddress from, TokenText token) {
        var time = view.time();
        var kept = view.trust().tokens().find(token.id());
        var name = kept == null ? "" : kept.name(); // gone just now; it stands for nothing
        var address = from.getHostAddress();
        memory.admitted().increment();
        memory.uses().used(token.id(), new LastUse(time.wallMs(), address));
        var caller = new Caller(Caller.Kind.PERSON, name, token.id(), address);
        return new KnownCaller(view, token, caller, memory.rulings());
    }
}
