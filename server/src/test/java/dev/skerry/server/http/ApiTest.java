package dev.skerry.server.http;

import static dev.skerry.server.http.Documented.list;
import static dev.skerry.server.http.Documented.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.server.Applied;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API over real HTTP: from a job file to its allocations, and every change in between. Each
/// answer is held against the published document.
class ApiTest {
    static final String YAML = "application/yaml";
    static final String JSON = "application/json";
    static final String BADGE =
            """
            job: badge
            type: system
            constraints: ['node.devices.exists(d, d.type == "display")']
            groups:
              badge:
                ports: {main: {}}
                tasks:
                  server: {command: java, args: [-version], resources: {cpu: 200MHz, memory: 96MiB}}
            """;

    @TempDir Path folder;
    ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aJobGoesFromFileToAllocation() throws Exception {
        api.node("n-000000000001", "badge-1");
        var plan = ok("Plan", api.send("POST", "/v1/jobs/plan", YAML, BADGE));
        holds(plan, "\"changes\":true", "\"name\":\"badge-1\"", "\"placed\":1");
        ok("Valid", api.send("POST", "/v1/jobs/validate", YAML, BADGE));
        holds(ok("Submitted", api.send("POST", "/v1/jobs", YAML, BADGE)), "\"version\":1");
        holds(list("Job", api.get("/v1/jobs")), "\"status\":\"pending\"");
        api.schedule("badge");
        var placed = list("Allocation", api.get("/v1/jobs/badge/allocations"));
        holds(placed, "\"name\":\"badge.badge[0]\"", "\"nodeName\":\"badge-1\"", "\"main\":");
        run(api.cluster().allocations().keys().iterator().next());
        var detail = ok("JobDetail", api.get("/v1/jobs/badge"));
        holds(detail, "\"status\":\"running\"", "\"running\":1", "\"versions\":[1]");
        list("Evaluation", api.get("/v1/jobs/badge/evaluations"));
        var status = ok("Status", api.get("/v1/status"));
        holds(status, "\"ready\":1", "\"running\":1", "\"leader\":true");
        holds(ok("Plan", api.send("POST", "/v1/jobs/plan", YAML, BADGE)), "\"changes\":false");
        ok("JobChanged", api.send("POST", "/v1/jobs/badge/evaluate", JSON, ""));
        ok("JobChanged", api.send("DELETE", "/v1/jobs/badge", JSON, ""));
        holds(list("Job", api.get("/v1/jobs")), "\"status\":\"stopping\"");
    }

    /// Which variant of a task is run where: before it is, and when it is placed.
    @Test
    void aPlanAndAnAllocationSayWhichVariantIsRun() throws Exception {
        api.node("n-000000000001", "badge-1");
        var job =
                BADGE.replace(
                        "command: java, args: [-version]",
                        "variants: [{arch: amd64, command: x}, {libc: glibc, command: y},"
                                + " {driver: wasm, module: z}]");
        var plan = ok("Plan", api.send("POST", "/v1/jobs/plan", YAML, job));
        holds(plan, "\"variants\":{\"server\":\"glibc\"}");
        ok("Submitted", api.send("POST", "/v1/jobs", YAML, job));
        api.schedule("badge");
        var placed = list("Allocation", api.get("/v1/jobs/badge/allocations"));
        holds(placed, "\"variants\":{\"server\":\"glibc\"}");
    }

    @Test
    void theSameFileAgainChangesNothing() throws Exception {
        api.node("n-000000000001", "badge-1");
        var first = ok("Submitted", api.send("POST", "/v1/jobs", YAML, BADGE));
        holds(first, "\"version\":1", "\"unchanged\":false");
        api.schedule("badge");
        var again = ok("Submitted", api.send("POST", "/v1/jobs", YAML, BADGE + "# a word\n"));
        holds(again, "\"version\":1", "\"unchanged\":true");
        holds(ok("JobDetail", api.get("/v1/jobs/badge")), "\"versions\":[1]");
        assertEquals(1, api.cluster().allocations().size(), "nothing is run again");
        var other = BADGE.replace("96MiB", "97MiB");
        var changed = ok("Submitted", api.send("POST", "/v1/jobs", YAML, other));
        holds(changed, "\"version\":2", "\"unchanged\":false");
        ok("JobChanged", api.send("DELETE", "/v1/jobs/badge", JSON, ""));
        var stopped = ok("Submitted", api.send("POST", "/v1/jobs", YAML, other));
        holds(stopped, "\"unchanged\":false");
    }

    /// In the job, in the list, and only once nothing is tried again.
    @Test
    void aBatchThatFailedForGoodSaysSo() throws Exception {
        var batch = BADGE.replace("type: system", "type: batch");
        var once = "badge:\n    reschedule: {attempts: 0}\n    ports:";
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", YAML, batch.replace("badge:\n    ports:", once));
        api.schedule("badge");
        report(api.cluster().allocations().keys().iterator().next(), Allocation.Status.FAILED);
        holds(ok("JobDetail", api.get("/v1/jobs/badge")), "\"status\":\"pending\"");
        api.schedule("badge");
        var failed = ok("JobDetail", api.get("/v1/jobs/badge"));
        holds(failed, "\"status\":\"failed\"");
        holds(failed, "\"usedUp\":\"its reschedule policy allows no attempt\"");
        holds(list("Job", api.get("/v1/jobs")), "\"status\":\"failed\"", "\"failed\":1");
    }

    @Test
    void aNodeThatHasJustJoinedIsNotMissed() throws Exception {
        var hash = "%064x".formatted(1);
        api.submit(new ClusterMessage.IssueToken(hash, "default", 60_000));
        var identity = new Node.Identity("n-000000000001", "badge-1", "default", "fair");
        api.submit(new ClusterMessage.Join(hash, identity, "key"));
        holds(list("Node", api.get("/v1/nodes")), "\"status\":\"joined\"");
        holds(ok("NodeDetail", api.get("/v1/nodes/badge-1")), "\"status\":\"joined\"");
        var status = ok("Status", api.get("/v1/status"));
        holds(status, "\"total\":1", "\"ready\":0", "\"joined\":1", "\"missed\":0");
    }

    private void run(String allocation) throws Exception {
        report(allocation, Allocation.Status.RUNNING);
    }

    private void report(String allocation, Allocation.Status status) throws Exception {
        report(allocation, status, true, "");
    }

    private void report(String allocation, Allocation.Status status, boolean healthy, String says)
            throws Exception {
        var task = new Allocation.TaskState("running", 4711, 1, -1, healthy, 1_000, "started");
        var observed =
                Allocation.Observed.of(status, healthy, says, 0, 1_000, Map.of("server", task));
        var change = new ClusterFact.ObservedChange(allocation, observed);
        assertInstanceOf(
                Applied.Done.class,
                api.submit(new ClusterMessage.Report("n-000000000001", List.of(change))));
    }

    /// It runs: who reads no further would take it for well.
    @Test
    void whatRunsAndIsNotHealthySaysWhichWhereAndWhy() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", YAML, BADGE);
        api.schedule("badge");
        var allocation = api.cluster().allocations().keys().iterator().next();
        holds(list("Job", api.get("/v1/jobs")), "\"says\":\"\"");
        report(allocation, Allocation.Status.PENDING, false, "restarts in 2 s: exit code 1");
        var waits = "\"says\":\"badge.badge[0] on badge-1: restarts in 2 s: exit code 1\"";
        holds(list("Job", api.get("/v1/jobs")), waits, "\"unhealthy\":0");
        report(allocation, Allocation.Status.RUNNING, false, "check up is not well: refused");
        var unwell = "\"says\":\"badge.badge[0] on badge-1: check up is not well: refused\"";
        holds(list("Job", api.get("/v1/jobs")), unwell, "\"running\":1,\"unhealthy\":1");
        holds(ok("JobDetail", api.get("/v1/jobs/badge")), unwell, "\"status\":\"running\"");
        var status = ok("Status", api.get("/v1/status"));
        holds(status, "\"total\":1,\"unhealthy\":1", "\"running\":1,\"unhealthy\":1");
        run(allocation);
        holds(list("Job", api.get("/v1/jobs")), "\"says\":\"\"", "\"unhealthy\":0");
        holds(ok("Status", api.get("/v1/status")), "\"total\":1,\"unhealthy\":0");
    }

    /// It shall end: nobody waits until it has run for a while.
    @Test
    void aBatchIsUnhealthyByItsChecksOnly() throws Exception {
        api.node("n-000000000001", "badge-1");
        var batch = BADGE.replace("type: system", "type: batch");
        api.send("POST", "/v1/jobs", YAML, batch);
        api.schedule("badge");
        var allocation = api.cluster().allocations().keys().iterator().next();
        report(allocation, Allocation.Status.RUNNING, false, "up for less than 5 s");
        holds(list("Job", api.get("/v1/jobs")), "\"says\":\"\"", "\"unhealthy\":0");
        var checks = "memory: 96MiB}, checks: [{type: tcp, port: main}]}";
        api.send("POST", "/v1/jobs", YAML, batch.replace("memory: 96MiB}}", checks));
        report(allocation, Allocation.Status.RUNNING, false, "check tcp-1 is not well: refused");
        holds(list("Job", api.get("/v1/jobs")), "tcp-1 is not well", "\"unhealthy\":1");
    }

    @Test
    void nodesAreSeenLabelledAndEmptied() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.node("n-000000000002", "badge-2");
        holds(list("Node", api.get("/v1/nodes")), "\"arch\":\"arm64\"", "\"status\":\"ready\"");
        holds(list("Node", api.get("/v1/nodes?prefix=badge-2")), "n-000000000002");
        ok("NodeChanged", api.send("PATCH", "/v1/nodes/badge-1/meta", JSON, "{\"site\":\"x\"}"));
        var labelled = ok("NodeDetail", api.get("/v1/nodes/badge-1"));
        holds(labelled, "\"setMeta\":{\"site\":\"x\"}", "\"labels\":{\"site\":\"hall-1\"}");
        ok("NodeChanged", api.send("PATCH", "/v1/nodes/badge-1/meta", JSON, "{\"site\":null}"));
        holds(ok("NodeDetail", api.get("/v1/nodes/badge-1")), "\"setMeta\":{}");
        var closed = "{\"eligible\":false}";
        ok("NodeChanged", api.send("POST", "/v1/nodes/badge-1/eligibility", JSON, closed));
        holds(list("Node", api.get("/v1/nodes")), "\"status\":\"ineligible\"");
        ok("Submitted", api.send("POST", "/v1/jobs", YAML, BADGE));
        api.schedule("badge");
        var drain = "{\"deadline\":\"1h\",\"systemToo\":true}";
        ok("NodeChanged", api.send("POST", "/v1/nodes/badge-2/drain", JSON, drain));
        holds(ok("NodeDetail", api.get("/v1/nodes/badge-2")), "\"deadlineAt\":\"20");
        ok("NodeChanged", api.send("POST", "/v1/nodes/badge-2/drain", JSON, "{\"deadline\":null}"));
        api.submit(new ClusterMessage.Contact("n-000000000001", false, 0));
        holds(ok("NodeDetail", api.get("/v1/nodes/n-000000000001")), "\"status\":\"missed\"");
        ok("NodeChanged", api.send("POST", "/v1/nodes/badge-2/revoke", JSON, ""));
        var shutOut = ok("NodeDetail", api.get("/v1/nodes/badge-2"));
        holds(shutOut, "\"status\":\"revoked\"", "\"revokedAt\":\"20");
        holds(ok("Status", api.get("/v1/status")), "\"revoked\":1");
        ok("NodeChanged", api.send("DELETE", "/v1/nodes/n-000000000001", JSON, ""));
        assertFalse(api.get("/v1/nodes").body().contains("n-000000000001"));
    }

    @Test
    void allocationsAreSeenStoppedAndStartedAgain() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", YAML, BADGE);
        api.schedule("badge");
        var id = api.cluster().allocations().keys().iterator().next();
        run(id);
        holds(list("Allocation", api.get("/v1/allocations?node=badge-1")), "\"pid\":4711");
        holds(list("Allocation", api.get("/v1/allocations?job=badge&status=running")), id);
        assertEquals("[]", list("Allocation", api.get("/v1/allocations?job=other")));
        ok("AllocationChanged", api.send("POST", "/v1/allocations/" + id + "/restart", JSON, ""));
        ok("AllocationChanged", api.send("POST", "/v1/allocations/" + id + "/stop", JSON, ""));
        holds(ok("Allocation", api.get("/v1/allocations/" + id)), "\"wanted\":\"stop\"");
    }

    @Test
    void listsComeInPages() throws Exception {
        for (int i = 1; i <= 5; i++) api.node("n-00000000000" + i, "node-" + i);
        var first = api.get("/v1/nodes?perPage=2");
        list("Node", first);
        holds(first.body(), "node-1", "node-2");
        var after = first.headers().firstValue("X-Skerry-Next").orElseThrow();
        var second = api.get("/v1/nodes?perPage=2&after=" + after);
        holds(second.body(), "node-3", "node-4");
        var next = second.headers().firstValue("X-Skerry-Next").orElseThrow();
        var last = api.get("/v1/nodes?perPage=2&after=" + next);
        holds(last.body(), "node-5");
        assertTrue(last.headers().firstValue("X-Skerry-Next").isEmpty());
    }

    @Test
    void aPlanNamesTheGroupsThatGo() throws Exception {
        api.node("n-000000000001", "badge-1");
        var task = "{tasks: {t: {command: /bin/true, resources: {memory: 1MiB}}}}";
        var both = "job: two\ngroups: {stays: %1$s, goes: %1$s}".formatted(task);
        ok("Submitted", api.send("POST", "/v1/jobs", YAML, both));
        api.schedule("two");
        var one = "job: two\ngroups: {stays: %s}".formatted(task);
        var plan = ok("Plan", api.send("POST", "/v1/jobs/plan", YAML, one));
        holds(plan, "\"group\":\"goes\"", "\"stopped\":1", "\"reason\":\"group removed\"");
        holds(plan, "\"name\":\"two.goes[0]\"", "\"nodeName\":\"badge-1\"");
    }

    @Test
    void pagesGoOnAfterAnyName() throws Exception {
        api.node("n-000000000001", "küche 100% €+");
        api.node("n-000000000002", "küche 2");
        var first = api.get("/v1/nodes?perPage=1");
        holds(first.body(), "n-000000000001");
        var after = first.headers().firstValue("X-Skerry-Next").orElseThrow();
        var written = URLEncoder.encode(after, StandardCharsets.UTF_8);
        holds(api.get("/v1/nodes?perPage=1&after=" + written).body(), "n-000000000002");
        Documented.problem(400, api.get("/v1/nodes?after=%25zz"));
    }

    @Test
    void aQueryWaitsForWhatIsNew() throws Exception {
        var first = api.get("/v1/nodes");
        var index = first.headers().firstValue("X-Skerry-Index").orElseThrow();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = thread.submit(() -> api.get("/v1/nodes?wait=1m&index=" + index));
            api.node("n-000000000001", "badge-1");
            list("Node", waiting.get());
        }
        var now = api.get("/v1/nodes").headers().firstValue("X-Skerry-Index").orElseThrow();
        var same = api.get("/v1/nodes?wait=50ms&index=" + now);
        assertEquals(now, same.headers().firstValue("X-Skerry-Index").orElseThrow());
    }

    @Test
    void aTokenIsShownOnce() throws Exception {
        var token = ok("JoinToken", api.send("POST", "/v1/join-tokens", JSON, "{\"ttl\":\"1h\"}"));
        assertTrue(token.matches(".*\"token\":\"[0-9a-f]{64}\\.[0-9a-f]{64}\".*"), token);
        var hash = api.cluster().tokens().keys().iterator().next();
        assertFalse(token.contains(hash));
    }

    private static void holds(String body, String... parts) {
        for (var part : parts) assertTrue(body.contains(part), () -> part + " is not in " + body);
    }
}
