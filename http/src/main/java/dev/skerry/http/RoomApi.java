package dev.skerry.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/// What one room answers over HTTP.
///
/// @param document its part of the OpenAPI document: its paths and its components
/// @param routes all of them
/// @param more things that callers have rights to, besides those that routes need
public record RoomApi(String document, List<Route> routes, List<Thing> more) {
    public RoomApi {
        routes = List.copyOf(routes);
        more = List.copyOf(more);
    }

    /// Callers have rights to what its routes need, and to nothing else.
    public RoomApi(String document, List<Route> routes) {
        this(document, routes, List.of());
    }

    /// With the document in the file `openapi.yaml` beside a class of the room.
    public static RoomApi beside(Class<?> routes, List<Route> all, Thing... more) {
        return new RoomApi(text(routes, "openapi.yaml"), all, List.of(more));
    }

    /// What callers can have rights to in some rooms, each as [Thing#text] has it.
    public static List<String> things(List<RoomApi> rooms) {
        var all = new TreeSet<String>();
        for (var room : rooms) {
            for (var thing : room.more) all.add(thing.text());
            for (var route : room.routes)
                if (route.need() instanceof Need.Right right) all.add(right.thing().text());
        }
        return List.copyOf(all);
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
