package dev.skerry.cluster.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One method on one kind of path.
///
/// @param path with names in braces: `/v1/jobs/{name}`
/// @param accepts the media types of a body; none: there is no body
/// @param gives the media type of the answer
public record Route(
        String method, String path, List<String> accepts, String gives, Handler handler) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain";

    /// Works a request through.
    @FunctionalInterface
    public interface Handler {
        /// @throws Declined when there is nothing better to say
        Answer answer(Request request) throws InterruptedException, Declined;
    }

    static Route get(String path, Handler handler) {
        return new Route("GET", path, List.of(), JSON, handler);
    }

    static Route get(String path, String gives, Handler handler) {
        return new Route("GET", path, List.of(), gives, handler);
    }

    static Route delete(String path, Handler handler) {
        return new Route("DELETE", path, List.of(), JSON, handler);
    }

    static Route post(String path, Handler handler) {
        return new Route("POST", path, List.of(JSON), JSON, handler);
    }

    static Route patch(String path, Handler handler) {
        return new Route(
                "PATCH", path, List.of(JSON, "application/merge-patch+json"), JSON, handler);
    }

    static Route postJobFile(String path, Handler handler) {
        var types = List.of("application/yaml", JSON, "application/x-yaml", "text/yaml");
        return new Route("POST", path, types, JSON, handler);
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
