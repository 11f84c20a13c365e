package dev.skerry.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One method on one kind of path.
///
/// @param path with names in braces: `/v1/jobs/{name}`
/// @param need the right that it takes; each route says it, since a route that nobody thought of
///   would be open to everyone
/// @param accepts the media types of a body; none: there is no body
/// @param gives the media type of the answer
/// @param weight what an answer costs the server
public record Route(
        String method,
        String path,
        Need need,
        List<String> accepts,
        String gives,
        Handler handler,
        Weight weight) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain";

    private static final List<String> PATCHES = List.of(JSON, "application/merge-patch+json");
    private static final List<String> FILES =
            List.of("application/yaml", JSON, "application/x-yaml", "text/yaml");

    /// What an answer costs the server.
    public enum Weight {
        /// A few things are looked up, or one is changed.
        LIGHT,
        /// A file is read that somebody has written, or a list is made of all that there is: a few
        /// such requests are worked through at one time, and the others wait for their turn.
        HEAVY
    }

    /// One that is light.
    public Route(
            String method,
            String path,
            Need need,
            List<String> accepts,
            String gives,
            Handler handler) {
        this(method, path, need, accepts, gives, handler, Weight.LIGHT);
    }

    /// The same, of those of which a few are worked through at one time.
    public Route thatIsHeavy() {
        return new Route(method, path, need, accepts, gives, handler, Weight.HEAVY);
    }

    /// Whether it waits for its turn.
    public boolean heavy() {
        return weight == Weight.HEAVY;
    }

    /// Works a request through.
    @FunctionalInterface
    public interface Handler {
        /// @throws Declined when there is nothing better to say
        Answer answer(Request request) throws InterruptedException, Declined;
    }

    public static Route get(String path, Need need, Handler handler) {
        return get(path, need, JSON, handler);
    }

    public static Route get(String path, Need need, String gives, Handler handler) {
        return new Route("GET", path, need, List.of(), gives, handler);
    }

    public static Route delete(String path, Need need, Handler handler) {
        return new Route("DELETE", path, need, List.of(), JSON, handler);
    }

    /// One that is brought nothing but what stands in its path and its query: an object without
    /// anything in it at most, since what stands there is meant for something.
    public static Route post(String path, Need need, Handler handler) {
        Handler alone =
                request -> {
                    Bodies.nothing(request);
                    return handler.answer(request);
                };
        return new Route("POST", path, need, List.of(JSON), JSON, alone);
    }

    /// One that is brought a small object, which [Bodies] reads.
    public static Route object(String path, Need need, Handler handler) {
        return new Route("POST", path, need, List.of(JSON), JSON, handler);
    }

    public static Route patch(String path, Need need, Handler handler) {
        return new Route("PATCH", path, need, PATCHES, JSON, handler);
    }

    /// One that is brought a file, in YAML or JSON, and reads it: that is heavy.
    public static Route file(String method, String path, Need need, Handler handler) {
        return new Route(method, path, need, FILES, JSON, handler).thatIsHeavy();
    }

    /// The values of the names in the path, or null when it is another path.
    public @Nullable Map<String, String> match(String other) {
        var wanted = path.split("/", -1);
        var found = other.split("/", -1);
        if (wanted.length != found.length) return null;
        var values = new HashMap<String, String>();
        for (int i = 0; i < wanted.length; i++) {
            boolean name = wanted[i].startsWith("{");
            if (name && !found[i].isEmpty())
                values.put(wanted[i].substring(1, wanted[i].length() - 1), found[i]);
            else if (!wanted[i].equals(found[i])) return null;
        }
        return values;
    }
}
