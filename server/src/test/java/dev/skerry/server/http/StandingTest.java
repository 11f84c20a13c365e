package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that are given to somebody who is let in no more by then.
class StandingTest {
    private static final List<String> EVERYWHERE =
            List.of("namespace default", "pool default", "fleet");

    @TempDir Path folder;
    private final SomeCaller somebody = new SomeCaller();
    private ApiFixture api;
    private String allocation = "";
    private boolean eligible = true;

    @BeforeEach
    void open() throws Exception {
        somebody.places = EVERYWHERE;
        api = new ApiFixture(folder, ApiFixture.CLUSTER, somebody);
        api.node(EachRoute.NODE, "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        allocation = api.cluster().allocations().keys().iterator().next();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static String http(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static void ended(HttpResponse<String> answer) {
        var body = Documented.problem(401, answer);
        assertTrue(body.contains("was revoked or has expired; log in again."), body);
        var how = answer.headers().firstValue("WWW-Authenticate").orElse("");
        assertEquals("Bearer realm=\"skerry\"", how);
    }

    /// Asks for what is newer than all that is there; something happens once it waits.
    ///
    /// @param looks so often it is looked at what he may before he waits
    private HttpResponse<String> waited(String path, int looks, Runnable meanwhile)
            throws Exception {
        long index = api.leader.now().index();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            somebody.looked.drainPermits();
            var mark = path.contains("?") ? "&" : "?";
            var asking = path + mark + "wait=1m&index=" + index;
            var answer = threads.submit(() -> api.get(asking));
            assertTrue(somebody.looked.tryAcquire(looks, 20, TimeUnit.SECONDS), "he came in");
            meanwhile.run();
            eligible = !eligible;
            api.submit(new ClusterMessage.SetEligible(EachRoute.NODE, eligible));
            return answer.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatWasWaitedForIsNotForWhoIsLetInNoMore() throws Exception {
        for (var path :
                List.of(
                        "/v1/jobs",
                        "/v1/jobs/badge",
                        "/v1/nodes/" + EachRoute.NODE,
                        "/v1/allocations/" + allocation)) {
            somebody.stands.set(Integer.MAX_VALUE);
            ended(waited(path, 1, () -> somebody.stands.set(0)));
        }
    }

    @Test
    void norForWhoMayNotSeeItAnyMore() throws Exception {
        Runnable nowhere = () -> somebody.places = List.of();
        Documented.problem(403, waited("/v1/jobs/badge", 2, nowhere));
        somebody.places = EVERYWHERE;
        Documented.problem(404, waited("/v1/nodes/" + EachRoute.NODE, 2, nowhere));
        somebody.places = EVERYWHERE;
        Documented.problem(404, waited("/v1/allocations/" + allocation, 2, nowhere));
        somebody.places = EVERYWHERE;
        assertEquals("[]", waited("/v1/jobs", 2, nowhere).body());
    }

    @Test
    void whoIsLetInGetsWhatHeWaitedFor() throws Exception {
        var answer = waited("/v1/jobs", 1, () -> {});
        assertTrue(Documented.list("Job", answer).contains("badge"), answer.body());
    }

    /// What somebody sends takes its time: it is looked again what he may when all of it is there.
    @Test
    void whoLosesHisRightWhileHeSendsChangesNothing() throws Exception {
        somebody.times.set(1);
        Documented.problem(403, api.send("DELETE", "/v1/jobs/badge", ApiTest.JSON, ""));
        assertFalse(api.cluster().jobs().values().iterator().next().stopped());
    }

    /// What let him in has ended before it was asked what he may, or while it was: he may nothing
    /// then, and is not told that he lacks a right.
    @Test
    void whoIsLetInNoMoreIsNotToldOfRights() throws Exception {
        somebody.places = List.of();
        somebody.stands.set(0);
        for (var path :
                List.of(
                        "/v1/jobs/badge",
                        "/v1/nodes/" + EachRoute.NODE,
                        "/v1/allocations/" + allocation)) ended(api.get(path));
        ended(api.send("DELETE", "/v1/jobs/badge", ApiTest.JSON, ""));
        somebody.places = EVERYWHERE;
        var wrong = api.send("POST", "/v1/jobs", ApiTest.YAML, "job: [");
        assertEquals(400, wrong.statusCode(), "what is wrong with a file is said to who sent it");
    }

    /// It was decided while he was let in: he must not think that nothing was done.
    @Test
    void aChangeIsAnsweredWhateverHasEndedMeanwhile() throws Exception {
        somebody.stands.set(0);
        var stopped = api.send("DELETE", "/v1/jobs/badge", ApiTest.JSON, "");
        assertEquals(200, stopped.statusCode(), stopped.body());
        ended(api.get("/v1/jobs"));
        ended(api.get("/v1/status"));
        assertEquals(200, api.get("/v1/openapi.yaml").statusCode(), "it needs nothing");
        assertEquals(200, api.get("/test-page.html").statusCode());
    }

    /// The stream is over as one that has come to its end: nobody takes it for a lost connection.
    @Test
    void eventsEndWithWhatLetTheirReaderIn() throws Exception {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            var request = http("/v1/events").getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(request);
            socket.setSoTimeout(20_000);
            var read = new StringBuilder();
            while (read.indexOf("events follow") < 0) read(socket, read);
            api.node("n-000000000002", "badge-2");
            while (read.indexOf("badge-2 is reachable") < 0) read(socket, read);
            somebody.stands.set(0);
            api.node("n-000000000003", "badge-3");
            while (!read.toString().endsWith("\r\n0\r\n\r\n")) read(socket, read);
            assertFalse(read.toString().contains("badge-3"), read + "");
        }
    }

    private static void read(Socket socket, StringBuilder to) throws Exception {
        int next = socket.getInputStream().read();
        if (next < 0) throw new AssertionError("it was lost: " + to);
        to.append((char) next);
    }

    @Test
    void outputEndsWithWhatLetItsReaderIn() throws Exception {
        somebody.stands.set(2); // for one piece, which is written and flushed
        api.logs.pieces.addAll(List.of("one\n", "two\n", "three\n"));
        var answer = api.raw(http("/v1/allocations/" + allocation + "/logs?follow=true"));
        assertTrue(answer.contains("one\n") && !answer.contains("two\n"), answer);
        assertTrue(answer.endsWith("\r\n0\r\n\r\n"), answer);
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "its reader is let go");
    }

    /// Also when there is nothing to say, which may be so for a day.
    @Test
    void aQuietStreamEndsWithinSecondsOfWhatLetItsReaderIn() throws Exception {
        api.logs.quiet = true;
        api.logs.pieces.add("one\n");
        var output = "/v1/allocations/" + allocation + "/logs?follow=true";
        for (var quiet : List.of("/v1/events", output)) {
            somebody.stands.set(Integer.MAX_VALUE);
            try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
                socket.getOutputStream().write(http(quiet).getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(5_000);
                var read = new StringBuilder();
                while (read.indexOf("\r\n\r\n") < 0) read(socket, read);
                somebody.stands.set(0);
                while (!read.toString().endsWith("\r\n0\r\n\r\n")) read(socket, read);
                assertEquals(-1, socket.getInputStream().read(), "its connection has ended");
            }
        }
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "its reader is let go");
    }

    @Test
    void outputEndsWithTheRightToReadIt() throws Exception {
        somebody.times.set(7); // three are looked for before the output begins
        api.logs.pieces.addAll(List.of("one\n", "two\n", "three\n"));
        var answer = api.raw(http("/v1/allocations/" + allocation + "/logs?follow=true"));
        assertTrue(answer.contains("one\n") && !answer.contains("three\n"), answer);
        assertTrue(answer.endsWith("\r\n0\r\n\r\n"), answer);
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "its reader is let go");
    }
}
