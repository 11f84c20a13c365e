package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.cluster.ClusterServerRoom;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that go on: events and the output of tasks.
class StreamsTest {
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
    void eventsTellWhatHappened() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var lines = api.linesUntil("/v1/events?index=0", it -> it.contains("was placed on"));
        var data = lines.stream().filter(it -> it.startsWith("data: ")).toList();
        for (var line : data) Documented.fits("Event", line.substring("data: ".length()));
        var text = String.join("\n", lines);
        for (var kind : List.of("TokenIssued", "NodeJoined", "JobAccepted", "AllocationPlaced"))
            assertTrue(text.contains("event: " + kind), text);
        assertTrue(text.contains("Node badge-1 joined pool default."), text);
        assertTrue(text.contains("Job badge was accepted as version 1."), text);
        assertTrue(text.contains("badge.badge[0] (a"), text);
    }

    private record Speechless() implements ServerRoom {
        @Override
        public Saved<?> saved() {
            return Hashes.SAVED.getFirst();
        }

        @Override
        public List<Event> events(Batch batch, House before, House after) {
            throw new IllegalStateException("no words");
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return new RoomApi("", List.of());
        }
    }

    @Test
    void aRoomThatFindsNoWordsSilencesNoOther(@TempDir Path other) throws Exception {
        var rooms = List.of(new Speechless(), new ClusterServerRoom());
        try (var own = new ApiFixture(other, rooms, new OneLocalCaller())) {
            own.node("n-000000000001", "badge-1");
            var lines = own.linesUntil("/v1/events?index=0", it -> it.contains("NodeContact"));
            assertTrue(lines.contains("event: NodeJoined"), lines + "");
        }
    }

    @Test
    void whoResumesMissesNothingAndGetsNothingTwice() throws Exception {
        api.node("n-000000000001", "badge-1");
        long index = api.leader.now().index();
        api.submit(new ClusterMessage.SetEligible("n-000000000001", false));
        var lines = api.linesUntil("/v1/events?index=" + index, it -> it.startsWith("data: "));
        assertTrue(lines.contains("event: NodeScheduled"), lines + "");
        assertTrue(lines.contains("id: " + (index + 1)), lines + "");
    }

    /// A task may say nothing for a day; whoever has left meanwhile must not be kept.
    @Test
    void whoLeavesAQuietOutputIsLetGo() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var id = api.cluster().allocations().keys().iterator().next();
        var path = "/v1/allocations/" + id + "/logs?follow=true";
        api.logs.quiet = true;
        api.logs.pieces.add("hello\n");
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            var request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            var read = new StringBuilder();
            while (read.indexOf("hello") < 0) read.append((char) socket.getInputStream().read());
        }
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "within seconds");
    }

    /// Also when he has said something more before, which nobody reads.
    @Test
    void whoSpeaksAndLeavesIsLetGo() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var id = api.cluster().allocations().keys().iterator().next();
        api.logs.quiet = true;
        api.logs.pieces.add("hello\n");
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            var path = "/v1/allocations/" + id + "/logs?follow=true";
            var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\nGET ";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            var read = new StringBuilder();
            while (read.indexOf("hello") < 0) read.append((char) socket.getInputStream().read());
        }
        assertTrue(api.logs.closed.tryAcquire(5, TimeUnit.SECONDS), "within seconds");
    }

    /// Half of an output must not be taken for the whole.
    @Test
    void whatBreaksOffHasNoEnd() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        for (var error : List.of("", "the link to the node was lost")) {
            api.logs.error = error;
            api.logs.pieces.add("hello\n");
            var answer = api.raw("GET " + path + "/logs HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(answer.contains("hello"), answer);
            assertEquals(error.isEmpty(), answer.endsWith("\r\n0\r\n\r\n"), answer);
        }
    }

    /// Nothing of it was sent: whoever asked must not take that for an output without a byte.
    @Test
    void whatBreaksOffBeforeItsFirstByteIsRefused() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        api.logs.pauses = 2;
        api.logs.error = "the link to the node was lost";
        var follow = "GET " + path + "/logs?follow=true HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var broken = api.raw(follow); // a client that knows HTTP would ask again
        assertTrue(broken.startsWith("HTTP/1.1 503 "), broken);
        var sentence = "The answer broke off before it began: the link to the node was lost.";
        assertTrue(broken.contains(sentence), broken);
        assertTrue(broken.contains("\r\nRetry-After: 1\r\n"), "as with every 503: " + broken);
        api.logs.pauses = 2;
        api.logs.error = "";
        var empty = api.get(path + "/logs?follow=true");
        assertEquals("200 ", empty.statusCode() + " " + empty.body());
    }

    /// Whose node is away is told so at once, and that nothing is lost.
    @Test
    void ofANodeThatIsAwayItSaysSinceWhen() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        api.logs.error = "the link to the node was lost";
        for (var query : List.of("/logs", "/logs?follow=true")) {
            var lost = Documented.problem(503, api.get(path + query));
            assertTrue(lost.contains("Node badge-1: the link to the node was lost."), lost);
        }
        api.submit(new ClusterMessage.Contact("n-000000000001", false, 0));
        for (var query : List.of("/logs", "/logs?follow=true", "/logs?tail=3")) {
            var away = api.get(path + query);
            Documented.problem(503, away);
            var kept =
                    "; what its tasks have written is kept there and can be read when it is back.";
            var sentence = "Node badge-1 is away since [0-9-]+T[0-9:.]+Z\\Q" + kept + "\\E";
            assertTrue(away.body().matches("(?s).*" + sentence + ".*"), away.body());
        }
    }

    /// It is not taken for the output of a task that has written nothing.
    @Test
    void aNodeThatDoesNotAnswerIsNoEmptyOutput() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        api.logs.quiet = true;
        var silent = api.get(path + "/logs");
        Documented.problem(503, silent);
        assertTrue(
                silent.body().contains("Node badge-1 has not answered for 10 s; what its tasks"),
                silent.body());
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "its reader is let go");
    }

    /// A reader that is slower than the task: two halves of lines must not look like one, and who
    /// asks again from where it stands is told how much is gone.
    @Test
    void whereSomethingIsGoneItBreaksOff() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        api.logs.gap = 7_000;
        api.logs.pieces.addAll(List.of("one two", "ree four\n"));
        var answer = api.raw("GET " + path + "/logs HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(answer.contains("one two"), answer);
        assertFalse(answer.contains("ree four"), answer);
        assertFalse(answer.endsWith("0\r\n\r\n"), answer);
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "its reader is let go");
    }

    /// Of an output that has gone round its files, with -f and without.
    @Test
    void whatIsNoLongerKeptIsSaidInTheHead() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var path = "/v1/allocations/" + api.cluster().allocations().keys().iterator().next();
        api.logs.begin = 5_000_000;
        for (var query : List.of("/logs", "/logs?follow=true", "/logs?offset=7")) {
            api.logs.pieces.addAll(List.of("hello ", "world\n"));
            var logs = api.get(path + query);
            assertEquals("hello world\n", logs.body(), query);
            var offset = logs.headers().firstValue("X-Skerry-Offset").orElseThrow();
            assertEquals("5000000", offset, query);
        }
    }

    @Test
    void whoWantsTheHeadOnlyHoldsNothing() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var id = api.cluster().allocations().keys().iterator().next();
        api.logs.quiet = true;
        api.logs.pieces.add("hello\n");
        var head = api.head("/v1/allocations/" + id + "/logs?follow=true");
        assertEquals(200, head.statusCode());
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS));
        assertEquals(200, api.head("/v1/events").statusCode());
    }

    @Test
    void outputIsStreamed() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        var id = api.cluster().allocations().keys().iterator().next();
        api.logs.pieces.addAll(List.of("hello ", "world\n"));
        var logs = api.get("/v1/allocations/" + id + "/logs?tail=10&follow=true");
        assertEquals("hello world\n", logs.body());
        assertEquals("0", logs.headers().firstValue("X-Skerry-Offset").orElseThrow());
        assertEquals(
                "text/plain; charset=utf-8",
                logs.headers().firstValue("content-type").orElseThrow());
        var path = "/v1/allocations/" + id + "/logs";
        Documented.problem(400, api.get(path + "?task=other"));
        Documented.problem(400, api.get(path + "?source=stdin"));
        Documented.problem(400, api.get(path + "?tail=1&offset=1"));
        Documented.problem(404, api.get("/v1/allocations/a99/logs"));
    }
}
