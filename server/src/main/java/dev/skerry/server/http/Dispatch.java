package dev.skerry.server.http;

import dev.skerry.http.Answer;
import dev.skerry.http.Callers;
import dev.skerry.http.Declined;
import dev.skerry.http.Namespace;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.Routes;
import dev.skerry.http.Routes.Found;
import dev.skerry.kernel.Caller;
import dev.skerry.server.strangers.Murmur;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From a request to its answer; everything that is wrong with it is answered as a problem.
final class Dispatch {
    /// That handlers ask for.
    private static final List<String> HEADERS = List.of("content-type", "last-event-id");

    /// What is read of a body; of somebody who is not known no more than a token needs.
    private record BodyLimit(int bytes, String sentence) {}

    private static final BodyLimit KNOWN =
            new BodyLimit(Request.BODY_BYTES_MAX, "A body has at most 1 MiB; a job file is small.");

    private static final BodyLimit STRANGERS =
            new BodyLimit(
                    8 * 1024,
                    "A body has at most 8 KiB, as long as nobody is known; log in first.");

    private final Gate gate;
    private final Callers callers;
    private final Routes routes;
    private final Pages pages;
    private final Murmur murmur = new Murmur();

    Dispatch(Gate gate, Callers callers, Routes routes, Pages pages) {
        this.gate = gate;
        this.callers = callers;
        this.routes = routes;
        this.pages = pages;
    }

    /// What is known of a request so far.
    private static final class Asked {
        final InetAddress address;
        final String method;
        String route = "-";
        Caller caller;

        Asked(ServerRequest request) {
            address = Connections.address(request.remotePeer());
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
        var admitted = callers.admit(asked.address, headers(request, Callers.HEADERS));
        asked.caller = admitted.caller();
        Connections.own().isCalledBy(admitted.caller());
        callers.pace(admitted, asked.address);
        var visit = new Visit(route, admitted);
        var reach = visit.reach();
        var query = query(request);
        reach.admit(query.getOrDefault("namespace", Namespace.DEFAULT));
        acceptable(header(request, "accept"), route);
        var body = body(request, route, admitted.lack().isEmpty() ? KNOWN : STRANGERS);
        whole.run();
        reach.admit(query.getOrDefault("namespace", Namespace.DEFAULT)); // a body takes its time
        var answer =
                route.handler()
                        .answer(
                                new Request(
                                        admitted,
                                        reach,
                                        values,
                                        query,
                                        headers(request, HEADERS),
                                        body));
        if (visit.unjudged()) throw unjudged(route, answer);
        return visit.answered(answer);
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

    private static Answer.Body body(ServerRequest request, Route route, BodyLimit limit)
            throws Declined, IOException {
        if (!request.content().hasEntity()) return Answer.Body.NONE;
        if (route.accepts().isEmpty()) throw new Declined(400, "A body is not expected here.");
        var declared = header(request, "content-length");
        if (declared != null && Long.parseLong(declared) > limit.bytes) throw tooLarge(limit);
        var type = header(request, "content-type");
        if (!known(type, route)) {
            throw new Declined(
                    415,
                    "A body of type %s is not understood; send %s."
                            .formatted(
                                    type == null ? "unknown" : type,
                                    String.join(" or ", route.accepts())));
        }
        var bytes = read(request, limit);
        if (bytes.length > limit.bytes) throw tooLarge(limit);
        return new Answer.Body(bytes);
    }

    /// What is thrown beside I/O errors is all the body's fault: odd chunks, an end too early.
    private static byte[] read(ServerRequest request, BodyLimit limit)
            throws Declined, IOException {
        try {
            return request.content().inputStream().readNBytes(limit.bytes + 1);
        } catch (RequestException e) {
            if (e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)) throw tooLarge(limit);
            throw new Declined(400, "The body is not understood: " + e.getMessage() + ".");
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Declined(400, "The body broke off: " + e.getMessage());
        }
    }

    private static Declined tooLarge(BodyLimit limit) {
        return new Declined(413, limit.sentence);
    }

    private static boolean known(@Nullable String type, Route route) {
        if (type == null) return false;
        int end = type.indexOf(';');
        var plain = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return route.accepts().contains(plain);
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
}
