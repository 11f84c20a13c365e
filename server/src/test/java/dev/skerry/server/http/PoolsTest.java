package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Need;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes are for those who have a right in their pool; for others they are not there.
class PoolsTest {
    private static final String OWN = "n-00000000000a";
    private static final String FOREIGN = "n-00000000000b";
    private static final String SHOP = ApiTest.BADGE + "namespace: shop\n";

    @TempDir Path folder;
    private final SomeCaller somebody = new SomeCaller();
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody);
        api.node(OWN, "own-1", "quay");
        api.node(FOREIGN, "foreign-1", "bay");
        somebody.places = List.of("pool quay");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aListHasThoseOfTheCallersPools() throws Exception {
        var own = Documented.list("Node", api.get("/v1/nodes"));
        assertTrue(own.contains(OWN) && !own.contains(FOREIGN), own);
        assertEquals("[]", api.get("/v1/nodes?pool=bay").body());
        assertEquals("[]", api.get("/v1/nodes?prefix=foreign").body());
        somebody.places = List.of("pool quay", "pool bay");
        var both = Documented.list("Node", api.get("/v1/nodes"));
        assertTrue(both.contains(OWN) && both.contains(FOREIGN), both);
        somebody.places = List.of();
        assertEquals("[]", api.get("/v1/nodes").body());
    }

    /// What is answered does not tell a node of a foreign pool from one that is nowhere.
    @Test
    void aNodeOfAForeignPoolIsNotThere() throws Exception {
        assertEquals(200, api.get("/v1/nodes/" + OWN).statusCode());
        assertEquals(200, api.get("/v1/nodes/own-1").statusCode());
        for (var name : List.of(FOREIGN, "foreign-1", "foreign")) {
            for (var path : List.of("", "/eligibility", "/drain", "/meta", "/revoke")) {
                var hidden = asked(name, path);
                var absent = asked("n-ffffffffffff", path);
                assertEquals(absent.replace("n-ffffffffffff", name), hidden);
            }
            var hidden = api.send("DELETE", "/v1/nodes/" + name, ApiTest.JSON, "");
            Documented.problem(404, hidden);
        }
        assertTrue(api.cluster().nodes().has(FOREIGN));
    }

    private String asked(String name, String path) throws Exception {
        var method = path.equals("/meta") ? "PATCH" : "POST";
        var body =
                switch (path) {
                    case "/eligibility" -> "{\"eligible\":false}";
                    case "/drain" -> "{\"deadline\":\"1h\"}";
                    case "/meta" -> "{\"a\":\"b\"}";
                    default -> "{}";
                };
        var whole = "/v1/nodes/" + name + path;
        var answer = path.isEmpty() ? api.get(whole) : api.send(method, whole, ApiTest.JSON, body);
        return Documented.problem(404, answer);
    }

    /// A beginning that two nodes share means the one that the caller sees.
    @Test
    void ofThoseThatBeginAlikeOnlyHisOwnAreMeant() throws Exception {
        var own = api.get("/v1/nodes/n-0000");
        assertEquals(200, own.statusCode(), own.body());
        assertTrue(own.body().contains(OWN), own.body());
        somebody.places = List.of("pool quay", "pool bay");
        var both = Documented.problem(409, api.get("/v1/nodes/n-0000"));
        assertTrue(both.contains("2 nodes are meant"), both);
    }

    @Test
    void inHisPoolHeMayWhatHisRightIsFor() throws Exception {
        var drain = "/v1/nodes/" + OWN + "/drain";
        somebody.most = Need.Verb.READ;
        var refused = api.send("POST", drain, ApiTest.JSON, "{\"deadline\":\"1h\"}");
        var why = Documented.problem(403, refused);
        assertTrue(why.contains("the right to write cluster/nodes in pool quay;"), why);
        somebody.most = Need.Verb.WRITE;
        var done = api.send("POST", drain, ApiTest.JSON, "{\"deadline\":\"1h\"}");
        assertEquals(200, done.statusCode(), done.body());
        Documented.problem(403, api.send("DELETE", "/v1/nodes/" + OWN, ApiTest.JSON, ""));
    }

    @Test
    void whoNamesANodeElsewhereHasToSeeItToo() throws Exception {
        somebody.places = List.of("pool quay", "namespace default");
        assertEquals(200, api.get("/v1/allocations?node=own-1").statusCode());
        var hidden = Documented.problem(404, api.get("/v1/allocations?node=" + FOREIGN));
        assertTrue(hidden.contains("There is no node"), hidden);
    }

    @Test
    void aJoinTokenIsForAPoolOfHis() throws Exception {
        var path = "/v1/join-tokens";
        var own = api.send("POST", path, ApiTest.JSON, "{\"pool\":\"quay\"}");
        Documented.ok("JoinToken", own);
        var said = api.send("POST", path, ApiTest.JSON, "{\"pool\":\"bay\"}");
        var why = Documented.problem(403, said);
        assertTrue(why.contains("administer cluster/nodes in pool bay;"), why);
        Documented.problem(403, api.send("POST", path, ApiTest.JSON, "{}"));
        var again = "{\"node\":\"%s\"}";
        Documented.ok("JoinToken", api.send("POST", path, ApiTest.JSON, again.formatted(OWN)));
        var hidden = api.send("POST", path, ApiTest.JSON, again.formatted(FOREIGN));
        assertTrue(Documented.problem(404, hidden).contains("There is no node"), hidden.body());
        Documented.problem(404, api.send("POST", "/v1/tokens", ApiTest.JSON, "{}"));
    }

    @Test
    void aJobIsForAPoolThatHeMayUse() throws Exception {
        somebody.places = List.of("namespace default", "pool default");
        for (var it : List.of("bay", "nowhere", "all")) {
            var job = ApiTest.BADGE + "pool: " + it + "\n";
            var where = it.equals("all") ? "in every pool;" : "in pool " + it + ";";
            var why = Documented.problem(403, api.send("POST", "/v1/jobs", ApiTest.YAML, job));
            assertTrue(why.contains("This needs the right to write cluster/pools " + where), why);
            why = Documented.problem(403, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, job));
            assertTrue(why.contains("This needs the right to read cluster/pools " + where), why);
        }
        somebody.places = List.of("namespace default", "pool bay");
        var job = ApiTest.BADGE + "pool: bay\n";
        assertEquals(200, api.send("POST", "/v1/jobs", ApiTest.YAML, job).statusCode());
        somebody.most = Need.Verb.READ;
        assertEquals(200, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, job).statusCode());
    }

    /// Who sees no nodes there is told what has become of a job, and not where.
    @Test
    void ofAJobNobodyIsToldOnWhichNodesThatHeDoesNotSee() throws Exception {
        somebody.places = List.of("namespace default", "pool default");
        api.node("n-00000000000c", "badge-1", "default");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var looks = "/v1/jobs/badge/evaluations";
        var own = Documented.list("Evaluation", api.get(looks));
        assertTrue(own.contains("\"evaluated\":1,\"filtered\":{},"), own);
        assertTrue(own.contains("n-00000000000c") && !own.contains(FOREIGN), own);
        var id = api.cluster().allocations().keys().iterator().next();
        somebody.places = List.of("namespace default");
        var hidden = Documented.list("Evaluation", api.get(looks));
        assertTrue(hidden.contains("\"evaluated\":0,") && hidden.contains("\"placed\":1"), hidden);
        assertTrue(hidden.contains("\"nodesHidden\":true"), hidden);
        for (var path :
                List.of(
                        looks,
                        "/v1/jobs/badge",
                        "/v1/jobs/badge/allocations",
                        "/v1/allocations",
                        "/v1/allocations/" + id)) {
            var said = api.get(path);
            assertEquals(200, said.statusCode(), said.body());
            assertTrue(!said.body().contains("n-0000"), said.body());
            assertTrue(!said.body().contains("badge-1"), said.body());
        }
        var one = Documented.ok("Allocation", api.get("/v1/allocations/" + id));
        assertTrue(one.contains("\"node\":\"\",\"nodeName\":\"\""), one);
        somebody.places = List.of("namespace default", "fleet");
        var all = Documented.list("Evaluation", api.get(looks));
        assertTrue(all.contains("\"evaluated\":3,\"filtered\":{\"node pool\":2}"), all);
        assertTrue(all.contains("\"found\":\"bay\""), all);
    }

    @Test
    void theStatusCountsWhatHeSees() throws Exception {
        somebody.places = List.of("namespace default", "namespace shop", "pool default");
        api.node("n-00000000000c", "badge-1", "default");
        api.namespace("shop");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.send("POST", "/v1/jobs", ApiTest.YAML, SHOP);
        api.schedule("badge");
        api.schedule("shop", "badge");
        assertEquals("0 0 0", counted());
        assertEquals("0 1 1", counted("namespace default"));
        assertEquals("1 1 1", counted("pool quay", "namespace shop"));
        assertEquals(
                "3 2 2",
                counted(
                        "pool quay",
                        "pool bay",
                        "pool default",
                        "namespace default",
                        "namespace shop"));
    }

    /// Nodes, jobs, allocations.
    private String counted(String... places) throws Exception {
        somebody.places = List.of(places);
        var status = Documented.ok("Status", api.get("/v1/status"));
        return status.replaceAll(
                ".*\"nodes\":\\{\"total\":([0-9]+).*\"jobs\":\\{\"total\":([0-9]+)"
                        + ".*\"allocations\":\\{\"pending\":([0-9]+).*",
                "$1 $2 $3");
    }
}
