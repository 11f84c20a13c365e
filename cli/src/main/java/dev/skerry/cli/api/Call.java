package dev.skerry.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One request: a method, a path whose parts are encoded, parameters, perhaps a body.
public final class Call {
    final String method;
    private final String path;
    private final SequencedMap<String, String> query = new LinkedHashMap<>();
    final SequencedMap<String, String> headers = new LinkedHashMap<>();
    String type = "application/json";
    byte[] body = new byte[0];
    private @Nullable String oddPart;
    private boolean twice;

    private Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /// @param parts of the path after `/v1`, each encoded
    public static Call of(String method, String... parts) {
        var path = new StringBuilder("/v1");
        for (var part : parts) path.append('/').append(encoded(part));
        var call = new Call(method, path.toString());
        for (var part : parts) if (odd(part)) call.oddPart = part;
        return call;
    }

    /// It would lead to another path.
    private static boolean odd(String part) {
        return part.isBlank() || part.contains("/") || part.equals(".") || part.equals("..");
    }

    /// A part that no name can be; null: there is none.
    @Nullable String oddPart() {
        return oddPart;
    }

    public static Call get(String... parts) {
        return of("GET", parts);
    }

    public static Call post(String... parts) {
        return of("POST", parts);
    }

    /// With a parameter; an empty value leaves it out.
    public Call with(String name, String value) {
        if (!value.isEmpty()) query.put(name, value);
        return this;
    }

    /// Answers only when the state is newer than that index, or after that time: `30s`.
    public Call newerThan(long index, String wait) {
        return with("index", Long.toString(index)).with("wait", wait);
    }

    public Call json(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public Call body(String mediaType, byte[] bytes) {
        type = mediaType;
        body = bytes.clone();
        return this;
    }

    /// It does no harm to do it twice: where nobody knows whether it was done, it is asked again.
    public Call twice() {
        twice = true;
        return this;
    }

    boolean mayBeTwice() {
        return twice;
    }

    /// With a header; an empty value leaves it out.
    public Call header(String name, String value) {
        if (!value.isEmpty()) headers.put(name, value);
        return this;
    }

    /// Path and parameters.
    String target() {
        if (query.isEmpty()) return path;
        var target = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> one : query.entrySet()) {
            target.append(separator).append(encoded(one.getKey()));
            target.append('=').append(encoded(one.getValue()));
            separator = '&';
        }
        return target.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
