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
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var all = new ByteArrayOutputStream();
            try {
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
            assertTrue(said.startsWith("HTTP/1.1 4") || said.isEmpty(), said);
            assertTrue(answers(said) <= 1, said);
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
                "Content-Length: 2, 2\r\n",
                "Content-Length: 0x2\r\n",
                "Content-Length: -2\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            })
    void aDoubtfulLengthIsRefused(String header) throws IOException {
        var said = said(post("Content-Type: application/yaml\r\n" + header, "{}" + INNER));
        assertTrue(said.startsWith("HTTP/1.1 400") || said.isEmpty(), said);
        assertTrue(answers(said) <= 1, said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\n{}\r\n0\r\n\r\n", "-1\r\n", "fffffffff\r\n{}", "2\r\n{}x\r\n"})
    void anOddChunkIsNoMistakeOfTheServer(String chunks) throws IOException {
        var headers = "Content-Type: application/yaml\r\nTransfer-Encoding: chunked\r\n";
        var said = said(post(headers + "Connection: close\r\n", chunks + INNER));
        assertTrue(said.startsWith("HTTP/1.1 400") || said.isEmpty(), said);
        assertTrue(answers(said) <= 1, said);
    }
}
