package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The published document of the API, and answers held against it.
public final class Documented {
    static final String TEXT = read();

    private Documented() {}

    private static String read() {
        try {
            return Files.readString(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path file() {
        return Path.of(System.getProperty("skerry.root", "..")).resolve("docs/api/openapi.yaml");
    }

    /// What a document says that each method on each path needs: `GET /v1/jobs: read cluster/jobs`.
    static Set<String> needs(String document) {
        var needs = new TreeSet<String>();
        var all = new Load(LoadSettings.builder().build()).loadFromString(document);
        for (var path : map(map(all).get("paths")).entrySet()) {
            for (var method : map(path.getValue()).entrySet()) {
                var name = method.getKey().toString().toUpperCase(Locale.ROOT);
                var need = map(method.getValue()).get("x-needs");
                needs.add(name + " " + path.getKey() + ": " + need);
            }
        }
        return needs;
    }

    /// One method on one path.
    ///
    /// @param query the parameters of its query
    /// @param accepts the media type of a body that it takes; empty: it takes none
    /// @param fields of such a body, if it is a small object, with their types
    /// @param goesOn its answer has no end
    public record Operation(
            String method,
            String path,
            List<Parameter> query,
            String accepts,
            Map<String, String> fields,
            boolean goesOn) {
        List<String> parameters() {
            return query.stream().map(Parameter::name).toList();
        }
    }

    /// One parameter of a query.
    ///
    /// @param type `string`, `integer` or `boolean`; `enum`: one of some words
    /// @param minimum of a number; absent: null
    public record Parameter(String name, String type, boolean required, @Nullable Object minimum) {}

    /// All that a document has, by method and path.
    public static Map<String, Operation> operations(String document) {
        var operations = new TreeMap<String, Operation>();
        var all = map(new Load(LoadSettings.builder().build()).loadFromString(document));
        for (var path : map(all.get("paths")).entrySet()) {
            for (var method : map(path.getValue()).entrySet()) {
                var name = method.getKey().toString().toUpperCase(Locale.ROOT);
                var it = operation(all, name, path.getKey().toString(), map(method.getValue()));
                operations.put(name + " " + it.path(), it);
            }
        }
        return operations;
    }

    private static Operation operation(Map<?, ?> all, String method, String path, Map<?, ?> of) {
        var parameters = new ArrayList<Parameter>();
        if (of.get("parameters") instanceof List<?> list)
            for (var each : list) {
                var parameter = resolved(all, map(each));
                if ("query".equals(parameter.get("in"))) parameters.add(parameter(parameter));
            }
        var accepts = "";
        var fields = new TreeMap<String, String>();
        if (of.get("requestBody") instanceof Map<?, ?> body) {
            var first = map(body.get("content")).entrySet().iterator().next();
            accepts = first.getKey().toString();
            var schema = resolved(all, map(map(first.getValue()).get("schema")));
            if (schema.get("properties") instanceof Map<?, ?> properties)
                properties.forEach((name, it) -> fields.put(name + "", map(it).get("type") + ""));
        }
        var answer = resolved(all, map(map(of.get("responses")).get("200")));
        boolean goesOn =
                answer.get("content") instanceof Map<?, ?> content
                        && content.containsKey("text/event-stream");
        return new Operation(method, path, parameters, accepts, fields, goesOn);
    }

    private static Parameter parameter(Map<?, ?> it) {
        var schema = map(it.get("schema"));
        var type = schema.containsKey("enum") ? "enum" : schema.get("type") + "";
        boolean required = Boolean.TRUE.equals(it.get("required"));
        return new Parameter(it.get("name") + "", type, required, schema.get("minimum"));
    }

    /// What a `$ref` points to.
    private static Map<?, ?> resolved(Map<?, ?> all, Map<?, ?> value) {
        if (!(value.get("$ref") instanceof String ref)) return value;
        Object at = all;
        for (var key : ref.substring("#/".length()).split("/", -1)) at = map(at).get(key);
        return map(at);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) return map;
        throw new AssertionError("the document has no map there, but " + value);
    }

    /// The body of an answer with status 200 that is what the document promises.
    public static String ok(String schema, HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        fits(schema, response.body());
        return response.body();
    }

    /// The same for a list.
    static String list(String schema, HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        fits("{type: array, items: {$ref: '#/$defs/%s'}}".formatted(schema), response.body());
        return response.body();
    }

    /// A problem with that status.
    public static String problem(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                List.of("application/problem+json"), response.headers().allValues("content-type"));
        fits("Problem", response.body());
        boolean fault = response.body().contains("A fault of the server");
        assertEquals(status == 500, fault, response.body());
        return response.body();
    }

    static void fits(String schema, String json) {
        var wanted = schema.startsWith("{") ? schema : "{$ref: '#/$defs/" + schema + "'}";
        var defs = TEXT.substring(TEXT.indexOf("\n  schemas:\n") + "\n  schemas:\n".length());
        var whole =
                "$schema: https://json-schema.org/draft/2020-12/schema\nallOf: ["
                        + wanted
                        + "]\n$defs:\n"
                        + defs.replace("#/components/schemas/", "#/$defs/");
        var result =
                new ValidatorFactory()
                        .withJsonNodeFactory(new SnakeYamlNode.Factory())
                        .validate(whole, json);
        var errors =
                result.getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .collect(Collectors.joining("\n"));
        assertEquals("", errors, json);
    }
}
