package dev.skerry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.kernel.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests of somebody who may do what is needed in some namespaces.
final class Asked {
    static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");
    static final Thing LAMPS = Thing.inNamespaces("house", "lamps");
    static final Thing DOORS = Thing.ofTheFleet("house", "doors");

    private Asked() {}

    /// @param query `name=value`
    static Request with(Reach reach, String... query) {
        var values = new HashMap<String, String>();
        for (var one : query) {
            int equals = one.indexOf('=');
            values.put(one.substring(0, equals), one.substring(equals + 1));
        }
        var path = Map.of("name", "lamp-1");
        var headers = Map.of("last-event-id", "7");
        return new Request(ADA, reach, path, values, headers, Answer.Body.NONE);
    }

    static Request query(String... query) {
        return with(in(Need.read(LAMPS), "default", "garden", "*"), query);
    }

    static Request with(String body) {
        var bytes = new Answer.Body(body.getBytes(UTF_8));
        return new Request(ADA, in(Need.nothing()), Map.of(), Map.of(), Map.of(), bytes);
    }

    static Reach in(Need need, String... namespaces) {
        var given = List.of(namespaces);
        return new Reach(need, (_, namespace) -> given.contains(namespace));
    }

    /// What is said instead of an answer.
    static String declined(Asking asking) throws InterruptedException {
        try {
            asking.ask();
        } catch (Declined e) {
            return e.problem().status() + " " + e.getMessage();
        }
        return "";
    }

    interface Asking {
        void ask() throws Declined, InterruptedException;
    }
}
