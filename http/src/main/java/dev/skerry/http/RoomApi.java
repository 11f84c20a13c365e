package dev.skerry.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What one room answers over HTTP.
///
/// @param document its part of the OpenAPI document: its paths and its components
/// @param routes all of them
public record RoomApi(String document, List<Route> routes) {
    public RoomApi {
        routes = List.copyOf(routes);
    }

    /// With the document in the file `openapi.yaml` beside a class of the room.
    public static RoomApi beside(Class<?> routes, List<Route> all) {
        return new RoomApi(text(routes, "openapi.yaml"), all);
    }

    /// What is in a file that is packed beside a class.
    public static String text(Class<?> beside, String file) {
        try (var in = beside.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException("this build lacks " + file);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
