package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests grown from the words of HTTP and of the API: each is answered or its connection ends,
/// and none of them is a fault of the server.
class HostileRequestsTest {
    private static final int REQUESTS = 400;
    private static final int FLOOD = 13_000;
    private static final int DEADLINE_MS = 30_000;

    private static final List<String> FIRST =
            List.of("GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "PATCH ", "TRACE ", "get ", "");
    private static final List<String> PATHS =
            List.of(
                    "/v1/status",
                    "/v1/jobs",
                    "/v1/jobs/validate",
                    "/v1/nodes",
                    "/v1/allocations/a/logs",
                    "/v1/audit",
                    "/",
                    "*",
                    "http://localhost/v1/jobs");
    private static final List<String> QUERY =
            List.of(
                    "?",
                    "&",
                    "=",
                    "index",
                    "wait",
                    "1ms",
                    "namespace",
                    "*",
                    "perPage",
                    "after",
                    "prefix",
                    "%",
                    "%zz",
                    "%00",
                    "%c3%28",
                    "+",
                    "-1",
                    "9999999999999999999",
                    ";",
                    "#",
                    "\"",
                    "x",
                    "\u00ff");
    private static final List<String> HEADERS =
            List.of(
                    "Host: localhost",
                    "Host: 127.0.0.1:1",
                    "Content-Length: 3",
                    "Content-Length: 99999999999999999999",
                    "Transfer-Encoding: chunked",
                    "Content-Type: application/yaml",
                    "Content-Type: application/json",
                    "Accept: ;q=,,/",
                    "Authorization: Bearer ",
                    "Cookie: ;=;skerry-session==",
                    "Origin: http://",
                    "X-Skerry-Signature: AAAA,,",
                    "Expect: 100-continue",
                    "Connection: upgrade, close",
                    "Upgrade: h2c",
                    "If-None-Match: \"",
                    "Range: bytes=9-1",
                    "X: \u0000\u000b",
                    " folded",
                    "no field",
                    ":");
    private static final List<String> BODIES =
            List.of(
                    "",
                    "{}",
                    "abc",
                    "3\r\nabc\r\n0\r\n\r\n",
                    "fffffffff\r\n",
                    "0\r\n\r\n",
                    "\u0000");

    /// Each kind of them has a sentence of its own.
    private static final List<String> MALFORMED =
            List.of(
                    "\u0000\u0001\u0002\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /v1/status HTTP/9.9\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nno field\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: \u00ff\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000));

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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyRequestIsAnsweredOrItsConnectionEnds(long seed) throws Exception {
        var random = new Random(seed);
        int answered = 0;
        for (int i = 0; i < REQUESTS; i++) {
            var request = request(random);
            var said = said(request);
            if (said.isEmpty()) continue;
            assertTrue(said.startsWith("HTTP/1.1 "), () -> request + "\n" + said);
            assertFalse(said.contains("HTTP/1.1 500"), () -> request + "\n" + said);
            answered++;
        }
        assertTrue(answered > REQUESTS / 2, answered + " were answered");
        assertEquals(200, api.get("/v1/status").statusCode());
    }

    private static String request(Random random) {
        var text = new StringBuilder(one(FIRST, random)).append(one(PATHS, random));
        if (random.nextBoolean()) text.append('?');
        for (int word = random.nextInt(6); word > 0; word--) text.append(one(QUERY, random));
        text.append(random.nextInt(9) == 0 ? "" : " HTTP/1.1").append("\r\n");
        if (random.nextInt(4) > 0) text.append("Host: localhost\r\n");
        for (int header = random.nextInt(5); header > 0; header--)
            text.append(one(HEADERS, random)).append(random.nextInt(20) == 0 ? "\n" : "\r\n");
        text.append("\r\n").append(one(BODIES, random));
        if (random.nextInt(4) == 0)
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        if (random.nextInt(9) == 0)
            text.insert(random.nextInt(text.length()), one(QUERY, random).repeat(9_000));
        return text.toString();
    }

    /// All that comes once everything was said; empty: the connection was closed.
    private String said(String request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            socket.setSoTimeout(DEADLINE_MS);
            var all = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                socket.getInputStream().transferTo(all);
            } catch (SocketException _) {
                // closed with bytes of ours unread
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /// Of each place in the program that says something a line a second, and no stack trace.
    @Test
    void aFloodOfThemIsALineASecond() throws Exception {
        var err = System.err;
        var lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        long begunNs = System.nanoTime();
        try {
            for (int i = 0; i < FLOOD; i++)
                send(api.port(), MALFORMED.get(i % MALFORMED.size()), i % 3 == 0);
            assertEquals(200, api.get("/v1/status").statusCode());
        } finally {
            System.setErr(err);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs) + 1;
        var said = lines.toString(StandardCharsets.UTF_8);
        assertFalse(said.contains("\tat "), said);
        assertTrue(said.lines().count() <= 4 * seconds, seconds + " s:\n" + said);
    }

    /// @param abruptly without waiting for an answer
    private static void send(int port, String text, boolean abruptly) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            if (abruptly) socket.setSoLinger(true, 0);
            else {
                socket.shutdownOutput();
                var _ = socket.getInputStream().readAllBytes();
            }
        } catch (SocketException _) {
            // closed with bytes of ours unread
        }
    }
}
