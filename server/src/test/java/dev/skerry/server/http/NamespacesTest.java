package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.http.Need;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Namespaces over HTTP: who may, what is answered, and what a quota does to jobs.
class NamespacesTest {
    private static final String NODE = "n-000000000001";
    private static final String SHOP =
            """
            namespace: shop
            description: The tills.
            quota: {cpu: 2GHz, memory: 256MiB, allocations: 2, pools: [default]}
            """;
    private static final String TILL =
            """
            job: till
            namespace: shop
            groups:
              main:
                count: COUNT
                tasks:
                  run: {command: /bin/true, resources: {cpu: 100MHz, memory: 64MiB}}
            """;

    @TempDir Path folder;
    private final SomeCaller somebody = new SomeCaller();
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        somebody.places =
                List.of("namespace default", "namespace shop", "pool default", "pool quay");
        api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody);
        api.node(NODE, "till-1");
    }

    @AfterEach
    void close() {
        api.close();
    }

    private HttpResponse<String> put(String name, String file) throws Exception {
        return api.send("PUT", "/v1/namespaces/" + name, ApiTest.YAML, file);
    }

    private HttpResponse<String> delete(String name) throws Exception {
        return api.send("DELETE", "/v1/namespaces/" + name, ApiTest.JSON, "");
    }

    private HttpResponse<String> run(int count) throws Exception {
        return api.send("POST", "/v1/jobs", ApiTest.YAML, TILL.replace("COUNT", count + ""));
    }

    @Test
    void whatIsAppliedIsShownWithWhatIsUsed() throws Exception {
        var list = Documented.list("Namespace", api.get("/v1/namespaces"));
        assertEquals(
                "[{\"name\":\"default\",\"description\":\"\",\"quota\":{},\"used\":{\"cpuMhz\":0,"
                        + "\"memoryBytes\":0,\"allocations\":0},\"asked\":{\"cpuMhz\":0,"
                        + "\"memoryBytes\":0,\"allocations\":0},\"jobs\":0,"
                        + "\"preempts\":[\"system\"]}]",
                list);
        Documented.ok("NamespaceChanged", put("shop", SHOP));
        long index = api.leader.now().index();
        Documented.ok("NamespaceChanged", put("shop", SHOP));
        assertEquals(index, api.leader.now().index(), "the same again changes nothing");
        assertEquals(200, run(2).statusCode());
        api.schedule("shop", "till");
        var shop = Documented.ok("Namespace", api.get("/v1/namespaces/shop"));
        assertEquals(
                "{\"name\":\"shop\",\"description\":\"The tills.\",\"quota\":{\"cpuMhz\":2000,"
                        + "\"memoryBytes\":268435456,\"allocations\":2,\"pools\":[\"default\"]},"
                        + "\"used\":{\"cpuMhz\":200,\"memoryBytes\":134217728,\"allocations\":2},"
                        + "\"asked\":{\"cpuMhz\":200,\"memoryBytes\":134217728,\"allocations\":2},"
                        + "\"jobs\":1,\"preempts\":[\"system\"]}",
                shop);
        var page = api.get("/v1/namespaces?perPage=1");
        assertEquals("default", page.headers().firstValue("X-Skerry-Next").orElse(""));
        var next = Documented.list("Namespace", api.get("/v1/namespaces?after=default"));
        assertEquals("[" + shop + "]", next);
        assertEquals("[]", api.get("/v1/namespaces?prefix=x").body());
        var figures = api.get("/metrics");
        assertEquals(403, figures.statusCode(), "those are the whole fleet's");
    }

    @Test
    void whatChangesIsWaitedFor() throws Exception {
        put("shop", SHOP);
        long index = api.leader.now().index();
        var waits =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return api.get("/v1/namespaces/shop?wait=1m&index=" + index).body();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        put("shop", SHOP.replace("allocations: 2", "allocations: 3"));
        var body = waits.get(30, TimeUnit.SECONDS);
        assertTrue(body.contains("\"allocations\":3"), body);
    }

    @Test
    void aJobNeedsANamespaceAndRoomInItsQuota() throws Exception {
        var none = Documented.problem(404, run(1));
        assertTrue(none.contains("`skerry namespace apply` makes one"), none);
        put("shop", SHOP);
        var over = Documented.problem(409, run(3));
        assertTrue(
                over.contains(
                        "Namespace shop may use 2 allocations; its other jobs ask for 0, and this"
                                + " one for 3 more."),
                over);
        var plan = TILL.replace("COUNT", "3");
        var dry = Documented.problem(409, api.send("POST", "/v1/jobs/plan", ApiTest.YAML, plan));
        assertEquals(over, dry);
        var pool = TILL.replace("COUNT", "1").replace("groups:", "pool: quay\ngroups:");
        var elsewhere = Documented.problem(400, api.send("POST", "/v1/jobs", ApiTest.YAML, pool));
        assertTrue(elsewhere.contains("\"field\":\"pool\",\"value\":\"quay\""), elsewhere);
        assertEquals(200, run(2).statusCode());
    }

    @Test
    void whatIsHeldIsExplainedAndPlacedWhenThereIsRoom() throws Exception {
        put("shop", SHOP);
        run(2);
        put("shop", SHOP.replace("allocations: 2", "allocations: 1"));
        api.schedule("shop", "till");
        var job = api.get("/v1/jobs/till?namespace=shop").body();
        assertTrue(job.contains("\"status\":\"blocked\""), job);
        assertTrue(
                job.contains(
                        "\"exhausted\":{\"held by the quota of namespace shop: 1 of 1"
                                + " allocations\":1}"),
                job);
        var ended = Observed.of(Status.FAILED, false, "", 0, 0, Map.of());
        var id = api.cluster().allocations().keys().iterator().next();
        api.submit(new ClusterMessage.Report(NODE, List.of(new ObservedChange(id, ended))));
        api.schedule("shop", "till");
        assertEquals(1, api.cluster().namespaces().use("shop").allocations());
        put("shop", SHOP);
        api.schedule("shop", "till");
        assertEquals(1, api.cluster().namespaces().use("shop").allocations(), "one is tried later");
    }

    @Test
    void oneWithJobsIsNotDeleted() throws Exception {
        put("shop", SHOP);
        run(1);
        var kept = Documented.problem(409, delete("shop"));
        assertTrue(kept.contains("The namespace shop has 1 job."), kept);
        Documented.problem(409, delete("default"));
        somebody.places = List.of("namespace shop", "namespace shops");
        Documented.problem(404, delete("shops"));
        api.send("DELETE", "/v1/jobs/till?namespace=shop&purge=true", ApiTest.JSON, "");
        api.submit(new ClusterMessage.Tick());
        Documented.ok("NamespaceChanged", delete("shop"));
        Documented.problem(404, delete("shop"));
    }

    @Test
    void mistakesAreToldWithLineAndColumn() throws Exception {
        var wrong = Documented.problem(400, put("shop", SHOP.replace("2GHz", "2")));
        assertTrue(wrong.contains("quota.cpu should be processors in MHz or GHz"), wrong);
        assertTrue(wrong.contains("\"line\":3,\"column\":14"), wrong);
        var other = Documented.problem(400, put("default", SHOP));
        assertTrue(other.contains("the namespace that it is sent to"), other);
    }

    @Test
    void eachIsForThoseWhoMayThere() throws Exception {
        put("shop", SHOP);
        somebody.places = List.of("namespace shop");
        assertTrue(api.get("/v1/namespaces").body().startsWith("[{\"name\":\"shop\""));
        var hidden = Documented.problem(404, api.get("/v1/namespaces/default"));
        var absent = Documented.problem(404, api.get("/v1/namespaces/nowhere"));
        assertEquals(absent.replace("nowhere", "default"), hidden);
        var why = Documented.problem(403, put("default", SHOP));
        assertTrue(
                why.contains("the right to administer cluster/namespaces in namespace default;"),
                why);
        assertEquals(why, Documented.problem(403, delete("default")));
        somebody.most = Need.Verb.WRITE;
        Documented.problem(403, put("shop", SHOP));
        Documented.problem(403, delete("shop"));
        assertEquals(200, api.get("/v1/namespaces/shop").statusCode());
    }
}
