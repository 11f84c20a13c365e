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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever sends what is no request, over and over, fills no disk with what is said of it.
class FloodTest {
    private static final int REQUESTS = 13_000;

    /// Each kind of them has a sentence of its own.
    private static final List<String> MALFORMED =
            List.of(
                    "\u0000\u0001\u0002\r\n\r\n",
                    "GET\r\n\r\n",
                    "GET /v1/status HTTP/9.9\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nno field\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: \u00ff\r\n\r\n",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n",
                    "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000));

    @TempDir Path folder;

    /// Of each place in the program that says something a line a second, and no stack trace.
    @Test
    void aFloodOfThemIsALineASecond() throws Exception {
        var err = System.err;
        var lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        long begunNs = System.nanoTime();
        try (var api = new ApiFixture(folder)) {
            for (int i = 0; i < REQUESTS; i++)
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
