package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What follows a request, or is left of it, is never carried out as the next one.
class FramingTest {
    /// Each of these would be answered if it were taken for a request.
    private static final String INNER = "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    private static final String CHUNKED =
            "Content-Type: application/yaml\r\nTransfer-Encoding: chunked\r\n";

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

    /// All that comes until the server ends the connection.
    private String said(String request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.port())) {
            socket.setSoTimeout(20_000);
            var all = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.getInputStream().transferTo(all);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the connection stays open: " + all, e);
            } catch (SocketException _) {
                // closed with bytes of ours unread
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private static int answers(String said) {
        return said.split("HTTP/1\\.1 ", -1).length - 1;
    }

    private static String post(String headers, String body) {
        return "POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n" + body;
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close\r\n",
                "Connection: keep-alive, Close\r\n",
                "Expect: 100-continue\r\n",
            })
    void aRefusedBodyIsNoRequest(String header) throws IOException {
        for (var refused :
                new String[] {
                    "Origin: http://stranger\r\n", "Content-Type: text/plain\r\n", "Accept: a/b\r\n"
                }) {
            var said = said(post(header + refused + length(INNER), INNER));
            assertTrue(said.startsWith("HTTP/1.1 4"), said);
            assertEquals(1, answers(said), said);
        }
        var foreign =
                post(header + length(INNER), INNER)
                        .replaceFirst("Host: 127.0.0.1", "Host: evil.example");
        var said = said(foreign);
        assertTrue(said.startsWith("HTTP/1.1 421"), said);
        assertEquals(1, answers(said), said);
    }

    /// More than a body may have is not read to its end: what follows is no request.
    @ParameterizedTest
    @ValueSource(
            strings = {"Origin: http://stranger\r\n", "Host: evil.example\r\n", "Accept: a/b\r\n"})
    void aRefusedBodyOfAnySizeIsNoRequest(String refused) throws IOException {
        for (int times : new int[] {1, 200, 30_000, 100_000}) { // a mebibyte is 23,831
            var body = INNER.repeat(times);
            var request = post(refused + length(body), body);
            if (refused.startsWith("Host"))
                request = request.replaceFirst("Host: 127.0.0.1\r\n", "");
            var last = INNER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            var said = said(request + last);
            // of one that is too long the answer may be lost: its connection ends with bytes unread
            if (times > 1_000 && said.isEmpty()) continue;
            assertTrue(said.startsWith("HTTP/1.1 4"), said);
            assertEquals(times > 1_000 ? 1 : 2, answers(said), times + said);
        }
    }

    @Test
    void anAnswerWaitsForTheRestOfItsRequest() throws IOException {
        var refused = post("Origin: http://stranger\r\n" + length(INNER), INNER);
        var last = INNER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        var said = said(refused + refused + last);
        assertTrue(said.startsWith("HTTP/1.1 403"), said);
        assertEquals(3, answers(said), said);
        assertTrue(said.contains("HTTP/1.1 200"), said);
    }

    @Test
    void whoSaysCloseIsLeft() throws IOException {
        var last = INNER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        var said = said(last + INNER);
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
        assertEquals(1, answers(said), said);
        assertTrue(said.toLowerCase(Locale.ROOT).contains("connection: close"), said);
    }

    @Test
    void aStreamIsTheLastAnswer() throws IOException {
        var head = "HEAD /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        var said = said(head + INNER);
        assertEquals(1, answers(said), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3\r\n",
                "Content-Length: 2\r\nContent-Length: 2\r\n",
                "Content-Length: +2\r\n",
                "Content-Length: +0\r\n",
                "Content-Length: 2, 2\r\n",
                "Content-Length: 0x2\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: \013chunked\r\n",
                "Transfer-Encoding: \fchunked\r\n",
                "Transfer-Encoding: chunked\034\r\n",
                "Transfer-Encoding: \034chunked\r\n",
                "Content-Length: \0132\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            })
    void aDoubtfulLengthIsRefused(String header) throws IOException {
        var said = said(post("Content-Type: application/yaml\r\n" + header, "{}" + INNER));
        assertTrue(said.startsWith("HTTP/1.1 400"), said);
        assertEquals(1, answers(said), said);
    }

    /// Each would be read otherwise by somebody else on the way.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n{}\r\n0\r\n\r\n",
                "-1\r\n",
                "fffffffff\r\n{}",
                "2\r\n{}x\r\n",
                "+2\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n-0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                " 2\r\n{}\r\n0\r\n\r\n",
                "2 \r\n{}\r\n0\r\n\r\n",
                "\r\n{}\r\n0\r\n\r\n",
                "000000002\r\n{}\r\n0\r\n\r\n",
                "2\n{}\r\n0\r\n\r\n",
                "2\r{}\r\n0\r\n\r\n",
                "2;\r\n{}\r\n0\r\n\r\n",
                "2;a=\"b\r\n{}\r\n0\r\n\r\n",
                "2;a b\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n0\r\nno field\r\n\r\n",
                "2\r\n{}\r\n0\r\n a: b\r\n\r\n",
                "2\r\n{}\r\n0\r\nA : b\r\n\r\n",
            })
    void anOddChunkIsRefused(String chunks) throws IOException {
        var said = said(post(CHUNKED + "Connection: close\r\n", chunks + INNER));
        assertTrue(said.startsWith("HTTP/1.1 400"), said);
        assertTrue(said.contains("The body is not understood: "), said);
        assertEquals(1, answers(said), said);
        var anyway = said(post(CHUNKED, chunks + INNER));
        assertEquals(undated(said), undated(anyway), "it is the last answer anyway");
    }

    /// The clock may go on between two answers.
    private static String undated(String said) {
        return said.replaceFirst("Date: [^\r]*\r\n", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\n{}\r\n0\r\n\r\n",
                "00000001\r\n{\r\n1\r\n}\r\n0000\r\n\r\n",
                "2;a\r\n{}\r\n0;b=c\r\n\r\n",
                "2 ; a = \"x;\\\"y\" ;b\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\nempty:\r\n\r\n",
            })
    void whatMayStandBesideChunksIsPassedOver(String chunks) throws IOException {
        for (var coding : new String[] {CHUNKED, CHUNKED.replace("chunked", "Chunked")}) {
            var last = INNER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            var said = said(post(coding, chunks + last));
            assertTrue(said.contains("line 1, column 1: job is missing"), said);
            assertEquals(2, answers(said), said);
            assertTrue(said.contains("HTTP/1.1 200"), said);
        }
    }

    @Test
    void besideChunksThereIsABoundToo() throws IOException {
        var extended = "1;a=" + "x".repeat(900) + "\r\n{\r\n";
        var said = said(post(CHUNKED, extended.repeat(30)));
        assertTrue(said.startsWith("HTTP/1.1 400"), said);
        assertTrue(said.contains("16,384 bytes beside its chunks"), said);
        var trailers = "A: " + "x".repeat(900) + "\r\n";
        said = said(post(CHUNKED, "2\r\n{}\r\n0\r\n" + trailers.repeat(30)));
        assertTrue(said.contains("16,384 bytes beside its chunks"), said);
    }

    @Test
    void whoAsksBeforeHeSendsIsToldToGoOn() throws IOException {
        var close = "Content-Type: application/yaml\r\nConnection: close\r\n";
        for (var expect : new String[] {"Expect: 100-continue\r\n", "expect: 100-Continue\r\n"}) {
            var said = said(post(expect + close + length("{}"), "{}"));
            assertTrue(said.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400"), said);
            assertTrue(said.contains("job is missing"), said);
        }
        var bodiless = INNER.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
        var said = said(bodiless.replace("Host", "Connection: close\r\nHost"));
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
        for (var expect : new String[] {"Expect: 200-ok\r\n", "Expect: 100-continue, x\r\n"}) {
            said = said(post(expect + close + length(INNER), INNER));
            assertTrue(said.startsWith("HTTP/1.1 417"), said);
            assertTrue(said.contains("Expect should be 100-continue"), said);
            assertEquals(1, answers(said), said);
        }
    }

    @Test
    void theHostOfAnAbsoluteTargetCounts() throws IOException {
        var last = "Connection: close\r\n\r\n";
        var other = "Host: evil.example\r\n";
        var said = said("GET http://localhost:1/v1/status HTTP/1.1\r\n" + other + last);
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
        said = said("GET HTTP://localhost?a=b HTTP/1.1\r\n" + other + last);
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
        said = said("GET http://evil.example/v1/status HTTP/1.1\r\nHost: localhost\r\n" + last);
        assertTrue(said.startsWith("HTTP/1.1 421"), said);
        said = said("GET http://evil.example/v1/status HTTP/1.0\r\n\r\n");
        assertTrue(said.startsWith("HTTP/1.1 421"), said);
        said = said("GET http://localhost/v1/status HTTP/1.1\r\n" + last);
        assertTrue(said.startsWith("HTTP/1.1 400"), "a host is still asked for: " + said);
    }

    @Test
    void emptyLinesBeforeARequestArePassedOver() throws IOException {
        var said = said("\r\n\r\n" + INNER.replace("Host", "Connection: close\r\nHost"));
        assertTrue(said.startsWith("HTTP/1.1 200"), said);
    }

    /// However many: what comes after them is read as strictly as ever.
    @ParameterizedTest
    @ValueSource(ints = {9, 100, 8_190, 8_191, 8_192, 8_193, 20_000})
    void manyEmptyLinesAreRefused(int count) throws IOException {
        var said = said("\r\n".repeat(count) + INNER);
        assertTrue(said.startsWith("HTTP/1.1 400"), said);
        assertTrue(said.contains("at most 8 empty lines"), said);
        assertEquals(1, answers(said), said);
    }

    @Test
    void aFirstLineWithoutEndIsRefused() throws IOException {
        var said = said("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(said.startsWith("HTTP/1.1 431"), said);
        assertEquals(1, answers(said), said);
    }
}
