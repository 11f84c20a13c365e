package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1.0 as proxies speak it to what is behind them: answered whole, without chunks, and the
/// connection ends.
class OldVersionTest {
    @TempDir Path folder;
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// All that comes until the server ends the connection.
    private String said(String... pieces) throws IOException {
        try (var socket = connect()) {
            socket.setTcpNoDelay(true);
            for (var piece : pieces) say(socket, piece);
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException _) {
            // closed with bytes of ours unread
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String head(String said) {
        return said.substring(0, said.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
    }

    private static int answers(String said) {
        return said.split("HTTP/1\\.1 ", -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: 127.0.0.1\r\nConnection: close\r\n",
                "Host: localhost:4646\r\nConnection: keep-alive\r\n",
                "hOST: skerry.test\r\nX-Forwarded-For: 10.1.2.3\r\n",
                "User-Agent: a browser says HTTP/1.0\r\nAccept: */*\r\n",
            })
    void aReadIsAnsweredAndTheConnectionEnds(String headers) throws IOException {
        var said = said("GET /v1/status HTTP/1.0\r\n" + headers + "\r\n");
        assertTrue(said.startsWith("HTTP/1.1 200 OK\r\n"), said);
        assertTrue(head(said).contains("connection: close"), said);
        assertTrue(head(said).contains("content-length: "), said);
        assertFalse(head(said).contains("transfer-encoding"), said);
        assertTrue(said.endsWith("}"), said);
    }

    @Test
    void itIsReadInPiecesOfAnySize() throws IOException {
        var whole = "GET /v1/status HTTP/1.0\r\nAccept: */*\r\n\r\n";
        assertTrue(said(whole.split("")).startsWith("HTTP/1.1 200"), "a byte at a time");
        assertTrue(said("G", whole.substring(1)).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aBodyIsReadAsFarAsItsLengthSays() throws IOException {
        var job = ApiTest.BADGE;
        var headers = "Content-Type: application/yaml\r\nContent-Length: " + job.length() + "\r\n";
        var said = said("POST /v1/jobs HTTP/1.0\r\n" + headers + "\r\n", job);
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
        assertTrue(said.contains("\"job\":\"badge\""), said);
    }

    @Test
    void whatFollowsIsNoRequest() throws IOException {
        var first = "GET /v1/status HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        assertEquals(1, answers(said(first + first)));
        assertEquals(1, answers(said(first + first.replace("/1.0", "/1.1"))));
    }

    /// A proxy can use one connection for clients of both versions.
    @Test
    void itCanFollowTheOtherVersion() throws IOException {
        var newer = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var said = said(newer + newer + "GET /v1/status HTTP/1.0\r\n\r\n" + newer);
        assertEquals(3, answers(said), said);
        assertTrue(said.endsWith("}"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400|Transfer-Encoding: chunked",
                "400|Content-Length: 1\r\nContent-Length: 2",
                "400|Host: localhost\r\nHost: 127.0.0.1",
                "400|Host: ",
                "421|Host: evil.example",
                "403|Origin: http://evil.example",
            })
    void whatIsWrongInTheOtherVersionIsWrongInThis(String line) throws IOException {
        int bar = line.indexOf('|');
        var said = said("GET /v1/status HTTP/1.0\r\n" + line.substring(bar + 1) + "\r\n\r\n");
        assertTrue(said.startsWith("HTTP/1.1 " + line.substring(0, bar)), said);
    }

    @Test
    void aHeadTooLongIsRefused() throws IOException {
        var long_ = "X-Long: " + "y".repeat(1_000) + "\r\n";
        var said = said("GET /v1/status HTTP/1.0\r\n" + long_.repeat(30) + "\r\n");
        assertTrue(said.isEmpty() || said.startsWith("HTTP/1.1 4"), said);
    }

    /// It would take the word for the answer.
    @Test
    void nobodyIsToldToContinue() throws IOException {
        var job = ApiTest.BADGE;
        var headers =
                "Content-Type: application/yaml\r\nExpect: 100-continue\r\nContent-Length: "
                        + job.length();
        var said = said("POST /v1/jobs/validate HTTP/1.0\r\n" + headers + "\r\n\r\n" + job);
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
    }

    @Test
    void otherVersionsAreStillRefused() throws IOException {
        for (var version : new String[] {"HTTP/0.9", "HTTP/2.0", "HTTP/1.00", "http/1.0"}) {
            var said = said("GET /v1/status " + version + "\r\nHost: localhost\r\n\r\n");
            assertTrue(said.startsWith("HTTP/1.1 400"), said);
        }
    }

    @Test
    void aLongPollIsAnsweredWhenItsTimeComes() throws Exception {
        api.node("n-000000000001", "badge-1");
        long index = api.leader.now().index();
        try (var socket = connect()) {
            say(socket, "GET /v1/nodes?index=%d&wait=1m HTTP/1.0\r\n\r\n".formatted(index));
            api.submit(new ClusterMessage.SetEligible("n-000000000001", false));
            var said = rest(socket);
            assertTrue(said.startsWith("HTTP/1.1 200"), said);
            assertTrue(said.endsWith("]"), said);
        }
    }

    @Test
    void eventsComeAsTheyHappenWithoutChunks() throws Exception {
        try (var socket = connect()) {
            say(socket, "GET /v1/events?index=0 HTTP/1.0\r\n\r\n");
            var read = new StringBuilder();
            while (read.indexOf(": events follow\n\n") < 0)
                read.append((char) socket.getInputStream().read());
            assertTrue(read.toString().startsWith("HTTP/1.1 200 OK\r\n"), read + "");
            assertFalse(head(read.toString()).contains("transfer-encoding"), read + "");
            assertTrue(read.toString().endsWith("\r\n\r\n: events follow\n\n"), read + "");
            api.node("n-000000000001", "badge-1");
            while (read.indexOf("Node badge-1 joined") < 0)
                read.append((char) socket.getInputStream().read());
        }
    }

    @Test
    void outputEndsWithTheConnection() throws Exception {
        var path = "/v1/allocations/" + placed() + "/logs";
        api.logs.pieces.addAll(List.of("hello ", "world\n"));
        var said = said("GET %s?follow=true HTTP/1.0\r\n\r\n".formatted(path));
        assertTrue(said.endsWith("\r\n\r\nhello world\n"), said);
        assertTrue(head(said).contains("connection: close"), said);
        var headOnly = said("HEAD %s?follow=true HTTP/1.0\r\n\r\n".formatted(path));
        assertTrue(headOnly.startsWith("HTTP/1.1 200") && headOnly.endsWith("\r\n\r\n"), headOnly);
    }

    @Test
    void whoLeavesAQuietOutputIsLetGo() throws Exception {
        var path = "/v1/allocations/" + placed() + "/logs?follow=true";
        api.logs.quiet = true;
        api.logs.pieces.add("hello\n");
        try (var socket = connect()) {
            say(socket, "GET %s HTTP/1.0\r\n\r\n".formatted(path));
            var read = new StringBuilder();
            while (read.indexOf("hello") < 0) read.append((char) socket.getInputStream().read());
        }
        assertTrue(api.logs.closed.tryAcquire(20, TimeUnit.SECONDS), "within seconds");
    }

    private String placed() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.send("POST", "/v1/jobs", ApiTest.YAML, ApiTest.BADGE);
        api.schedule("badge");
        return api.cluster().allocations().keys().iterator().next();
    }
}
