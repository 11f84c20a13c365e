package dev.skerry.server.http;

import dev.skerry.http.Answer;
import dev.skerry.http.Callers;
import dev.skerry.http.Declined;
import dev.skerry.http.Namespace;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Routes;
import dev.skerry.http.Routes.Found;
import dev.skerry.http.signing.SentSignatures;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Leader;
import dev.skerry.server.http.load.BodyBudget;
import dev.skerry.server.http.load.HeavyWork;
import dev.skerry.server.strangers.Murmur;
import dev.skerry.server.strangers.Places;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From a request to its answer; everything that is wrong with it is answered as a problem.
final class Dispatch {
    /// That handlers ask for.
    private static final List<String> HEADERS =
            List.of("content-type", "last-event-id", SentSignatures.HEADER);

    private final Gate gate;
    private final Callers callers;
    private final Routes routes;
    private final Pages pages;
    private final Certainty certainty;
    private final BodyBudget bodies = BodyBudget.ofHeap();
    private final HeavyWork heavy = HeavyWork.ofMachine();
    private final Murmur murmur = new Murmur();

    Dispatch(Gate gate, Callers callers, Routes routes, Pages pages, Certainty certainty) {
        this.gate = gate;
        this.callers = callers;
        this.routes = routes;
        this.pages = pages;
        this.certainty = certainty;
    }

    /// What is known of a request so far.
    private static final class Asked {
        final InetAddress address;
        final String method;
        String route = "-";
        Caller caller;

        Asked(ServerRequest request) {
            address = Connections.own().address();
            method = request.prologue().method().text();
            caller = new Caller(Caller.Kind.PERSON, "", "", address.getHostAddress());
        }
    }

    /// @param whole is told when the request has been read, before it is answered
    Answer answer(ServerRequest request, Runnable whole) throws InterruptedException {
        var asked = new Asked(request);
        try {
            return found(request, asked, whole);
        } catch (Declined e) {
            callers.declined(asked.caller, asked.method, asked.route, e.problem().status());
            return e.answer();
        } catch (IOException e) {
            return new Declined(400, "The body broke off: " + e.getMessage()).answer();
        }
    }

    private Answer found(ServerRequest request, Asked asked, Runnable whole)
            throws InterruptedException, Declined, IOException {
        var method = asked.method;
        var path = request.path().path();
        var found = routes.find(method, path);
        if (found instanceof Found.One(var route, _)) asked.route = route.path();
        boolean page = found instanceof Found.None && pages.find(path, null) != null;
        gate.check(
                new Gate.Signs(
                        header(request, "host"),
                        header(request, "origin"),
                        header(request, "sec-fetch-site"),
                        header(request, "sec-fetch-mode"),
                        header(request, "sec-fetch-dest")),
                page && method.equals("GET"));
        return switch (found) {
            case Found.One(var route, var values) -> routed(request, asked, route, values, whole);
            case Found.OtherMethod(var allow) -> otherMethod(method, path, allow);
            case Found.None _ -> page(request, method, path);
        };
    }

    private Answer routed(
            ServerRequest request,
            Asked asked,
            Route route,
            Map<String, String> values,
            Runnable whole)
            throws InterruptedException, Declined, IOException {
        certainty.beginsWithAll();
        var admitted = callers.admit(asked.address, headers(request, Callers.HEADERS));
        asked.caller = admitted.caller();
        Connections.own().isCalledBy(admitted.caller());
        callers.pace(admitted, asked.address);
        var visit = new Visit(route, admitted);
        try {
            return visited(request, asked, visit, values, whole);
        } catch (Declined e) {
            throw visit.declined(e);
        }
    }

    private Answer visited(
            ServerRequest request,
            Asked asked,
            Visit visit,
            Map<String, String> values,
            Runnable whole)
            throws InterruptedException, Declined, IOException {
        var route = visit.route();
        var admitted = visit.admitted();
        var reach = visit.reach();
        var query = query(request);
        reach.admit(query.getOrDefault("namespace", Namespace.DEFAULT));
        acceptable(header(request, "accept"), route);
        boolean known = admitted.lack().isEmpty();
        var owner = known ? asked.caller.text() : Places.owner(asked.address).getHostAddress();
        try (var held = bodies.of(owner)) {
            var body = (known ? SentBody.KNOWN : SentBody.STRANGERS).of(request, route, held);
            whole.run();
            if (route.method().equals("GET")) certainty.await(query);
            reach.admit(query.getOrDefault("namespace", Namespace.DEFAULT)); // it takes its time
            var headers = headers(request, HEADERS);
            var complete = new Request(admitted, reach, values, query, headers, body);
            var answer = worked(route, owner, complete);
            if (visit.unjudged()) throw unjudged(route, answer);
            return visit.answered(answer);
        }
    }

    private Answer worked(Route route, String owner, Request request)
            throws InterruptedException, Declined {
        if (!route.heavy()) return route.handler().answer(request);
        var free = heavy.atOnce(owner);
        try (var _ = free != null ? free : Connections.whileThere(() -> heavy.turn(owner))) {
            return route.handler().answer(request);
        }
    }

    /// An answer of which nobody knows for whom it is, is not given.
    private Declined unjudged(Route route, Answer answer) throws InterruptedException {
        if (answer instanceof Answer.Streamed streamed) Streaming.leave(streamed);
        murmur.say(
                "%s %s has answered without asking who may: its handler has to call within"
                        .formatted(route.method(), route.path()));
        return new Declined(500, "The server made a mistake; its output says more.");
    }

    private static Answer otherMethod(String method, String path, String allow) {
        var problem = new Declined(405, "%s is not for %s; use %s.".formatted(path, method, allow));
        return problem.answer().with("Allow", allow);
    }

    private Answer page(ServerRequest request, String method, String path) throws Declined {
        var page = pages.find(path, header(request, "if-none-match"));
        boolean read = method.equals("GET") || method.equals("HEAD");
        if (page != null) return read ? page : otherMethod(method, path, "GET, HEAD");
        throw new Declined(
                404, "There is nothing at " + path + "; /v1/openapi.yaml says what there is.");
    }

    private static void acceptable(@Nullable String accept, Route route) throws Declined {
        if (accept == null || accept.isBlank()) return;
        var main = route.gives().substring(0, route.gives().indexOf('/'));
        for (var one : accept.split(",", -1)) {
            int end = one.indexOf(';');
            var type = (end < 0 ? one : one.substring(0, end)).strip().toLowerCase(Locale.ROOT);
            if (type.equals("*/*")
                    || type.equals("*")
                    || type.equals(main + "/*")
                    || type.equals(route.gives())) return;
        }
        throw new Declined(406, "The answer is " + route.gives() + ", not " + accept + ".");
    }

    private static Map<String, String> query(ServerRequest request) {
        var query = new HashMap<String, String>();
        for (var name : request.query().names()) {
            var values = request.query().all(name); // once each, as the head was checked
            query.put(name, values.isEmpty() ? "" : values.getFirst());
        }
        return query;
    }

    private static Map<String, String> headers(ServerRequest request, List<String> names) {
        var headers = new HashMap<String, String>();
        for (var name : names) {
            var value = header(request, name);
            if (value != null) headers.put(name, value);
        }
        return headers;
    }

    private static @Nullable String header(ServerRequest request, String name) {
        return request.headers().first(HeaderNames.create(name)).orElse(null);
    }

    /// `?consistent` of whoever reads: the answer is made once it is certain that it shows all that
    /// anybody was told is so when it was asked.
    static final class Certainty {
        static final String NAME = "consistent";

        /// What is not certain after so long is refused.
        private static final Duration WITHIN = Duration.ofSeconds(3);

        private final Leader leader;

        Certainty(Leader leader) {
            this.leader = leader;
        }

        /// A server that has just started, and has not heard yet what of its log counts, knows less
        /// than it has said before: not even who may ask.
        void beginsWithAll() throws Declined {
            if (leader.caughtUp()) return;
            throw Declined.unavailable(
                    "This server has started, and hears no leader yet: it does not know what of its"
                            + " log counts. Try again shortly.",
                    1);
        }

        /// @param query of a request that reads; what is understood here is taken out of it
        void await(Map<String, String> query) throws InterruptedException, Declined {
            var wanted = query.remove(NAME);
            if (wanted == null || wanted.equals("false")) return;
            if (!wanted.isEmpty() && !wanted.equals("true"))
                throw Declined.field(NAME, wanted, "true or false");
            if (Connections.whileThere(() -> leader.confirm(WITHIN))) return;
            throw new Declined(
                    new Refusal.Unavailable(
                            "It is not certain that this server knows the newest state: it hears no"
                                    + " leader, or not most of the servers. Try again shortly, or"
                                    + " read without \"consistent\"."));
        }
    }
}
