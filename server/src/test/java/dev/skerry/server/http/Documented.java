package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The published document of the API, and answers held against it.
final class Documented {
    static final String TEXT = read();

    private Documented() {}

    private static String read() {
        var root = Path.of(System.getProperty("skerry.root", ".."));
        try {
            return Files.readString(root.resolve("docs/api/openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The body of an answer with status 200 that is what the document promises.
    static String ok(String schema, HttpResponse<String> response) {
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
    static String problem(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                List.of("application/problem+json"), response.headers().allValues("content-type"));
        fits("Problem", response.body());
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
