package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Doors;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Saved;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.cluster.ClusterServerRoom;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers may do what they have a right to: each route of each room asks, and in which namespace.
class RightsTest {
    private static final String SHOP = ApiTest.BADGE + "namespace: shop\n";

    @TempDir Path folder;
    @TempDir Path other;
    private final SomeCaller somebody = new SomeCaller();
    private ApiFixture api;
    private EachRoute each;
    private String allocation = "";

    @BeforeEach
    void open() throws Exception {
        somebody.places = List.of("namespace default", "namespace shop", "pool default");
        api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody);
        api.node(EachRoute.NODE, "badge-1");
        api.namespace("shop");
        assertEquals(200, api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE).statusCode());
        assertEquals(200, api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP).statusCode());
        api.schedule("badge");
        allocation = api.cluster().allocations().keys().iterator().next();
        each = new EachRoute(api, allocation);
        somebody.places = List.of();
        somebody.asked.clear();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static boolean goesOn(Route route) {
        return route.gives().equals("text/event-stream");
    }

    @Test
    void whoHasNoRightGetsNothingFromAnyRoute() throws Exception {
        long before = api.leader.now().index();
        var open = new TreeSet<String>();
        for (var route : each.routes()) {
            if (goesOn(route)) continue; // EventsOfPlacesTest
            somebody.asked.clear();
            var answer = api.send(each.request(route));
            var where = route.method() + " " + route.path();
            switch (route.need()) {
                case Need.Nothing _ -> open.add(where + " " + answer.statusCode());
                case Need.Known _ -> assertEquals(200, answer.statusCode(), where);
                case Need.Right right -> {
                    assertEquals(withoutRight(route, right), refused(answer), where);
                    var asked = String.join(", ", somebody.asked);
                    assertTrue(
                            asked.contains(right.thing().text() + in(right)), where + ": " + asked);
                }
            }
        }
        assertEquals("[GET /v1/openapi.yaml 200, GET /v1/schema/job.json 200]", open.toString());
        assertEquals(before, api.leader.now().index(), "nothing was changed");
    }

    /// Where it is looked for; of lists in pools, each thing that is there is one.
    private static String in(Need.Right right) {
        return switch (right.thing().scope()) {
            case NAMESPACE -> " in namespace default";
            case POOL -> " in pool default";
            case FLEET -> " in fleet";
        };
    }

    /// What is named by its id is not there for him; a list of pools or of namespaces is empty.
    /// Whoever would change a namespace has said himself where that is.
    private static int withoutRight(Route route, Need.Right right) {
        boolean byId = route.path().contains("{") && right.where() == Need.Where.WITH_THE_THING;
        boolean list = right.where() == Need.Where.IN_LISTS;
        if (list && right.thing().scope() == Thing.Scope.POOL) return 200;
        if (right.where() == Need.Where.IN_EACH) return 200;
        boolean said = right.thing().kind().equals("namespaces") && right.verb() != Need.Verb.READ;
        return byId && !said ? 404 : 403;
    }

    private static int refused(HttpResponse<String> answer) {
        if (answer.statusCode() == 200) assertEquals("[]", answer.body());
        else Documented.problem(answer.statusCode(), answer);
        return answer.statusCode();
    }

    @Test
    void whoIsNotKnownIsToldSoByEveryRouteThatNeedsSomething() throws Exception {
        long before = api.leader.now().index();
        somebody.places = List.of("namespace default", "pool default", "fleet");
        somebody.sentence = "Say who you are first.";
        int asked = 0;
        for (var route : each.routes()) {
            var answer = api.send(each.request(route));
            var where = route.method() + " " + route.path();
            if (route.need() instanceof Need.Nothing) {
                assertNotEquals(401, answer.statusCode(), where);
                continue;
            }
            var body = Documented.problem(401, answer);
            assertTrue(body.contains("\"detail\":\"Say who you are first.\""), where + body);
            assertEquals(
                    "Bearer realm=\"skerry\"",
                    answer.headers().firstValue("WWW-Authenticate").orElse(""),
                    where);
            asked++;
        }
        assertTrue(asked > 20, asked + " routes need something");
        assertEquals(List.of(), somebody.asked, "nobody looks what a stranger may");
        assertEquals(before, api.leader.now().index(), "nothing was changed");
    }

    /// Of somebody who is not known it is not even looked at what he sends.
    @Test
    void aStrangersBodyIsNotRead() throws Exception {
        somebody.sentence = "Say who you are first.";
        var wrong = api.send("POST", "/v1/join-tokens", "text/html", "{");
        Documented.problem(401, wrong);
        Documented.problem(401, api.get("/v1/allocations?namespace=A%20b"));
        Documented.problem(404, api.get("/v1/nothing"));
        assertEquals(200, api.get("/test-page.html").statusCode());
    }

    /// The routes of all rooms of the product, whoever is let in by whom.
    @Test
    void everyRouteOfTheProductSaysWhatItNeeds() throws Exception {
        var product = new ApiFixture(other, ServerRooms.usual(), somebody);
        try (product) {
            var routes = new EachRoute(product, "").routes();
            assertEquals(Documented.needs(Documented.TEXT).size(), routes.size());
            somebody.sentence = "Say who you are first.";
            for (var route : routes) {
                if (route.need() instanceof Need.Nothing) continue;
                var bare =
                        product.request(route.path().replace("{name}", "x"))
                                .method(route.method(), HttpRequest.BodyPublishers.noBody());
                Documented.problem(401, product.send(bare));
            }
        }
    }

    @Test
    void whatIsInANamespaceIsForThoseWhoMayThere() throws Exception {
        somebody.places = List.of("namespace default");
        var all = api.get("/v1/jobs?namespace=*").body();
        assertTrue(all.contains("\"default\"") && !all.contains("\"shop\""), all);
        assertEquals(200, api.get("/v1/jobs/badge").statusCode());
        Documented.problem(403, api.get("/v1/jobs/badge?namespace=shop"));
        Documented.problem(403, api.get("/v1/jobs?namespace=shop"));
        Documented.problem(403, api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP));
        Documented.problem(403, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, SHOP));
        assertEquals("[]", api.get("/v1/nodes").body());
        assertEquals(200, api.get("/v1/allocations/" + allocation).statusCode());
        somebody.places = List.of();
        for (var list : new String[] {"/v1/jobs?namespace=*", "/v1/allocations?namespace=*"})
            assertEquals("[]", api.get(list).body());
        Documented.problem(403, api.send("DELETE", "/v1/jobs/badge?namespace=*", ApiTest.JSON, ""));
        somebody.places = List.of("namespace shop", "pool default");
        assertEquals("[]", api.get("/v1/allocations?namespace=*").body());
        for (var path : List.of("", "/logs")) {
            var hidden = Documented.problem(404, api.get("/v1/allocations/" + allocation + path));
            var absent = Documented.problem(404, api.get("/v1/allocations/a999" + path));
            assertEquals(absent.replace("a999", allocation), hidden);
        }
        for (var verb : List.of("stop", "restart")) {
            var path = "/v1/allocations/" + allocation + "/" + verb;
            Documented.problem(404, api.send("POST", path, ApiTest.JSON, ""));
        }
        assertEquals(200, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, SHOP).statusCode());
    }

    /// Ids of others are not for everybody, not even in what is wrong with a request.
    @Test
    void nobodyIsToldOfWhatBeginsAlikeElsewhere() throws Exception {
        api.schedule("shop", "badge");
        assertEquals(2, api.cluster().allocations().size());
        for (var path : new String[] {"", "/logs"}) {
            somebody.places = List.of("namespace default", "namespace shop");
            var all = api.get("/v1/allocations/a" + path);
            Documented.problem(409, all);
            assertTrue(all.body().contains("2 allocations are meant by"), all.body());
            somebody.places = List.of();
            Documented.problem(404, api.get("/v1/allocations/a" + path));
        }
        somebody.places = List.of("namespace default");
        var own = api.get("/v1/allocations/a");
        assertEquals(200, own.statusCode(), own.body());
        assertTrue(own.body().contains("\"id\":\"" + allocation + "\""), own.body());
    }

    /// Whoever may not see it does not wait for it either, in one of the places that there are.
    @Test
    void nobodyWaitsForWhatIsNotForHim() throws Exception {
        somebody.places = List.of("namespace shop");
        long index = api.leader.now().index();
        for (var thing : List.of("allocations/" + allocation, "nodes/" + EachRoute.NODE))
            Documented.problem(404, api.get("/v1/%s?index=%d&wait=5m".formatted(thing, index)));
    }

    /// It is no secret that it is there; what was asked is not for him all the same.
    @Test
    void whoMaySeeAThingIsToldThatHeMayNotChangeIt() throws Exception {
        somebody.places = List.of("namespace default", "pool default");
        somebody.most = Need.Verb.READ;
        var stop = "/v1/allocations/" + allocation + "/stop";
        var answer = Documented.problem(403, api.send("POST", stop, ApiTest.JSON, ""));
        assertTrue(
                answer.contains(
                        "This needs the right to write cluster/allocations in namespace default;"),
                answer);
        var node = "/v1/nodes/" + EachRoute.NODE;
        var removed = Documented.problem(403, api.send("DELETE", node, ApiTest.JSON, ""));
        assertTrue(removed.contains("administer cluster/nodes in pool default;"), removed);
    }

    @Test
    void withoutUsersThereIsOneLocalCaller() {
        var callers = new OneLocalCaller();
        for (var here : new String[] {"127.0.0.1", "127.8.0.1", "::1"}) {
            var local = callers.admit(InetAddress.ofLiteral(here), Map.of());
            assertEquals("person:local", local.caller().text());
            assertTrue(local.stands() && local.lack().isEmpty());
        }
        var other = callers.admit(InetAddress.ofLiteral("192.0.2.7"), Map.of()).caller();
        assertEquals("person:192.0.2.7", other.text());
        assertEquals("192.0.2.7", other.from());
    }

    private static final Thing DRAWERS = Thing.inNamespaces("hashes", "drawers");

    /// A handler that knows in which namespace a thing is, and does not say so before it answers.
    ///
    /// @param closed done when an answer that goes on was let go
    private record Drawers(CompletableFuture<Void> closed) implements ServerRoom {
        @Override
        public Saved<?> saved() {
            return Hashes.SAVED.getFirst();
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            var read = Need.read(DRAWERS).wherever();
            return new RoomApi(
                    DRAWERS_DOCUMENT,
                    List.of(
                            Route.get("/v1/forgotten", read, Route.TEXT, _ -> gold()),
                            Route.get("/v1/flowing", read, Route.TEXT, _ -> flowing()),
                            Route.get("/v1/asked", read, Route.TEXT, Drawers::asked)));
        }

        private static Answer gold() {
            return Answer.text(Route.TEXT, "gold");
        }

        private Answer flowing() {
            return new Answer.Streamed(
                    200,
                    Route.TEXT,
                    Map.of(),
                    out -> {
                        try {
                            out.write("gold".getBytes(StandardCharsets.UTF_8));
                        } finally {
                            closed.complete(null);
                        }
                    });
        }

        private static Answer asked(Request request) throws Declined {
            request.within("shop");
            return gold();
        }
    }

    private static final String DRAWERS_DOCUMENT =
            """
            paths:
              /v1/forgotten: {get: {x-needs: read hashes/drawers, responses: {}}}
              /v1/flowing: {get: {x-needs: read hashes/drawers, responses: {}}}
              /v1/asked: {get: {x-needs: read hashes/drawers, responses: {}}}
            """;

    @Test
    void whatNobodyHasJudgedIsNotAnswered() throws Exception {
        var closed = new CompletableFuture<Void>();
        var rooms = List.of(new ClusterServerRoom(), new Drawers(closed));
        try (var own = new ApiFixture(other, rooms, new OneLocalCaller())) {
            for (var path : new String[] {"/v1/forgotten", "/v1/flowing"}) {
                var answer = own.get(path);
                Documented.problem(500, answer);
                assertFalse(answer.body().contains("gold"), answer.body());
            }
            closed.get(20, TimeUnit.SECONDS);
            assertEquals("gold", own.get("/v1/asked").body());
        }
    }
}
