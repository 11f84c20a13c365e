package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Callers;
import dev.skerry.http.Need;
import dev.skerry.http.Route;
import dev.skerry.kernel.Caller;
import dev.skerry.server.ServerRooms;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers may do what they have a right to: each route of each room asks, and in which namespace.
class RightsTest {
    private static final String NODE = "n-000000000001";
    private static final String SHOP = ApiTest.BADGE + "namespace: shop\n";

    /// Their rights can be changed; what they were asked for is remembered.
    private static final class Strangers implements Callers {
        final List<String> asked = new CopyOnWriteArrayList<>();

        /// In which somebody may do something.
        volatile List<String> namespaces = List.of("default", "shop", "*");

        @Override
        public Caller caller(InetAddress from, Map<String, String> said) {
            return new Caller(Caller.Kind.PERSON, "stranger");
        }

        @Override
        public boolean allows(Caller caller, Need.Right right, String namespace) {
            asked.add(caller + " " + right.text() + " in " + namespace);
            return namespaces.contains(namespace);
        }
    }

    @TempDir Path folder;
    private final Strangers strangers = new Strangers();
    private ApiFixture api;
    private String allocation = "";

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder, ServerRooms.usual(), strangers);
        api.node(NODE, "badge-1");
        assertEquals(200, api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE).statusCode());
        assertEquals(200, api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP).statusCode());
        api.schedule("badge");
        allocation = api.cluster().allocations().keys().iterator().next();
        strangers.asked.clear();
    }

    @AfterEach
    void close() {
        api.close();
    }

    /// A request for something that is there.
    private HttpRequest.Builder request(Route route) {
        var path = route.path().replace("{name}", name(route.path()));
        var type = route.accepts().isEmpty() ? "" : route.accepts().getFirst();
        var body = type.equals(ApiTest.YAML) ? ApiTest.BADGE : "{}";
        var request = api.request(path);
        if (type.isEmpty())
            return request.method(route.method(), HttpRequest.BodyPublishers.noBody());
        return request.header("Content-Type", type)
                .method(route.method(), HttpRequest.BodyPublishers.ofString(body));
    }

    private String name(String path) {
        if (path.startsWith("/v1/jobs")) return "badge";
        return path.startsWith("/v1/nodes") ? NODE : allocation;
    }

    @Test
    void whoHasNoRightGetsNothingFromAnyRoute() throws Exception {
        strangers.namespaces = List.of();
        long before = api.leader.now().index();
        var open = new TreeSet<String>();
        var walked = new ArrayList<Route>();
        var rooms = RoomApis.of(api.parts);
        for (var room : rooms) {
            for (var route : room.routes()) {
                walked.add(route);
                strangers.asked.clear();
                var answer = api.send(request(route));
                var where = route.method() + " " + route.path();
                switch (route.need()) {
                    case Need.Nothing _ -> {
                        assertEquals(200, answer.statusCode(), where + answer.body());
                        open.add(where);
                    }
                    case Need.Right right -> {
                        Documented.problem(403, answer);
                        var in = right.thing().namespaced() ? "default" : "*";
                        var expected = "person:stranger " + right.text() + " in " + in;
                        assertEquals(List.of(expected), strangers.asked, where);
                    }
                }
            }
        }
        assertEquals(Documented.needs(Documented.TEXT).size(), walked.size());
        assertEquals(
                "[GET /v1/openapi.yaml, GET /v1/schema/job.json, POST /v1/jobs/validate]",
                open.toString());
        assertEquals(before, api.leader.now().index(), "nothing was changed");
    }

    @Test
    void whatIsInANamespaceIsForThoseWhoMayThere() throws Exception {
        strangers.namespaces = List.of("default");
        var all = api.get("/v1/jobs?namespace=*").body();
        assertTrue(all.contains("\"default\"") && !all.contains("\"shop\""), all);
        assertEquals(200, api.get("/v1/jobs/badge").statusCode());
        Documented.problem(403, api.get("/v1/jobs/badge?namespace=shop"));
        Documented.problem(403, api.get("/v1/jobs?namespace=shop"));
        Documented.problem(403, api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP));
        Documented.problem(403, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, SHOP));
        Documented.problem(403, api.get("/v1/nodes"));
        assertEquals(200, api.get("/v1/allocations/" + allocation).statusCode());
        strangers.namespaces = List.of();
        for (var list : new String[] {"/v1/jobs?namespace=*", "/v1/allocations?namespace=*"})
            assertEquals("[]", api.get(list).body());
        Documented.problem(403, api.send("DELETE", "/v1/jobs/badge?namespace=*", ApiTest.JSON, ""));
        strangers.namespaces = List.of("shop");
        assertEquals("[]", api.get("/v1/allocations?namespace=*").body());
        Documented.problem(403, api.get("/v1/allocations/" + allocation));
        Documented.problem(403, api.get("/v1/allocations/" + allocation + "/logs"));
        assertEquals(200, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, SHOP).statusCode());
    }

    /// Ids of others are not for everybody, not even in what is wrong with a request.
    @Test
    void nobodyIsToldOfWhatBeginsAlikeElsewhere() throws Exception {
        api.schedule("shop", "badge");
        assertEquals(2, api.cluster().allocations().size());
        for (var path : new String[] {"", "/logs"}) {
            strangers.namespaces = List.of("default", "shop");
            var all = api.get("/v1/allocations/a" + path);
            Documented.problem(409, all);
            assertTrue(all.body().contains("2 allocations are meant by"), all.body());
            strangers.namespaces = List.of();
            Documented.problem(404, api.get("/v1/allocations/a" + path));
        }
        strangers.namespaces = List.of("default");
        var own = api.get("/v1/allocations/a");
        assertEquals(200, own.statusCode(), own.body());
        assertTrue(own.body().contains("\"id\":\"" + allocation + "\""), own.body());
    }

    /// Whoever may not see it does not wait for it either, in one of the places that there are.
    @Test
    void nobodyWaitsForWhatIsNotForHim() throws Exception {
        strangers.namespaces = List.of("shop");
        long index = api.leader.now().index();
        var path = "/v1/allocations/%s?index=%d&wait=5m".formatted(allocation, index);
        Documented.problem(403, api.get(path));
    }

    @Test
    void withoutUsersThereIsOneLocalCaller() {
        var callers = new OneLocalCaller();
        for (var here : new String[] {"127.0.0.1", "127.8.0.1", "::1"})
            assertEquals(
                    "person:local", callers.caller(InetAddress.ofLiteral(here), Map.of()).text());
        assertEquals(
                "person:192.0.2.7",
                callers.caller(InetAddress.ofLiteral("192.0.2.7"), Map.of()).text());
    }
}
