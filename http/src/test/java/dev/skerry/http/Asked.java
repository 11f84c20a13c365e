package dev.skerry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.kernel.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests of somebody who may do what is needed in some places.
final class Asked {
    static final Caller ADA = new Caller(Caller.Kind.PERSON, "ada");
    static final Thing LAMPS = Thing.inNamespaces("house", "lamps");
    static final Thing BOATS = Thing.inPools("house", "boats");
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
        return new Request(new Ada(reach), reach, path, values, headers, Answer.Body.NONE);
    }

    static Request query(String... query) {
        return with(in(Need.read(LAMPS), "default", "garden", "*"), query);
    }

    static Request with(String body) {
        return with(body.getBytes(UTF_8));
    }

    static Request with(byte[] body) {
        var bytes = new Answer.Body(body);
        var reach = in(Need.nothing());
        return new Request(new Ada(reach), reach, Map.of(), Map.of(), Map.of(), bytes);
    }

    /// Without a name in the path.
    static Request unnamed(Reach reach) {
        return new Request(new Ada(reach), reach, Map.of(), Map.of(), Map.of(), Answer.Body.NONE);
    }

    static Reach in(Need need, String... places) {
        var given = List.of(places);
        return new Reach(need, (_, place) -> given.contains(place));
    }

    /// The same for who may only see what is there.
    static Reach seeing(Need need, String... places) {
        var given = List.of(places);
        return new Reach(
                need, (right, place) -> right.verb() == Need.Verb.READ && given.contains(place));
    }

    private record Ada(Reach reach) implements Admitted {
        @Override
        public Caller caller() {
            return ADA;
        }

        @Override
        public boolean allows(Need.Right right, String place) {
            return reach.given().test(right, place);
        }

        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public String lack() {
            return "";
        }
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
