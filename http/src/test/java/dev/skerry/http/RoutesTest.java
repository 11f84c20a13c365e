package dev.skerry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From a method and a path to a route.
class RoutesTest {
    private static final Route.Handler NEVER =
            _ -> {
                throw new AssertionError("nobody calls it");
            };

    private static final Routes ROUTES =
            new Routes(
                    List.of(
                            room(get("/v1/lamps"), get("/v1/lamps/{name}")),
                            room(post("/v1/lamps/{name}"), get("/v1/lamps/plan"))));

    private static Route get(String path) {
        return Route.get(path, Need.nothing(), NEVER);
    }

    private static Route post(String path) {
        return Route.post(path, Need.nothing(), NEVER);
    }

    private static RoomApi room(Route... routes) {
        return new RoomApi("", List.of(routes));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/lamps, /v1/lamps {}",
        "HEAD, /v1/lamps, /v1/lamps {}",
        "GET, /v1/lamps/a, /v1/lamps/{name} {name=a}",
        "GET, /v1/lamps/plan, /v1/lamps/plan {}",
        "POST, /v1/lamps/plan, /v1/lamps/{name} {name=plan}",
        "POST, /v1/lamps, only GET",
        "PUT, /v1/lamps/a, 'only GET, POST'",
        "GET, /v1/lamps/, nothing",
        "GET, /v1/lamps/a/b, nothing",
        "GET, /v1, nothing",
    })
    void aPathLeadsToItsRoute(String method, String path, String where) {
        var found =
                switch (ROUTES.find(method, path)) {
                    case Routes.Found.One(var route, var values) -> route.path() + " " + values;
                    case Routes.Found.OtherMethod(var allow) -> "only " + allow;
                    case Routes.Found.None _ -> "nothing";
                };
        assertEquals(where, found);
    }

    @Test
    void allRoutesOfAllRoomsAreThere() {
        assertEquals(4, ROUTES.all().size());
    }

    @Test
    void twoRoomsCannotAnswerTheSame() {
        var first = room(get("/v1/lamps/{name}"));
        var second = room(get("/v1/lamps/{id}"));
        var fault =
                assertThrows(IllegalStateException.class, () -> new Routes(List.of(first, second)));
        assertEquals("two routes answer GET /v1/lamps/{}", fault.getMessage());
    }

    @Test
    void aRouteSaysWhatItTakes() {
        var patch = Route.patch("/v1/lamps", Need.nothing(), NEVER);
        assertEquals(List.of("application/json", "application/merge-patch+json"), patch.accepts());
        assertEquals(List.of(), Route.delete("/v1/lamps", Need.nothing(), NEVER).accepts());
        assertEquals("text/plain", Route.get("/x", Need.nothing(), Route.TEXT, NEVER).gives());
        var file = Route.file("PUT", "/v1/lamps/{name}", Need.nothing(), NEVER);
        assertEquals("application/yaml", file.accepts().getFirst());
        assertTrue(file.heavy());
        assertFalse(patch.heavy());
    }
}
