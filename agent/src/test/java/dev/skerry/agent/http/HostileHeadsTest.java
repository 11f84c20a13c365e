package dev.skerry.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests grown from the words of HTTP and of a node's pages: each is answered or its connection
/// ends, none of them is a fault of the agent, and none gets what is not for it.
class HostileHeadsTest {
    private static final int REQUESTS = 400;
    private static final int HEADS = 20_000;
    private static final int DEADLINE_MS = 30_000;
    private static final String TOKEN = "0123456789abcdef/+=0123456789abcdef";
    private static final LocalPage PAGE = LocalPage.text("/", () -> "what runs here\n");

    private static final List<String> FIRST =
            List.of("GET ", "HEAD ", "POST ", "PUT ", "TRACE ", "get ", "GET  ", "\u0000 ", "");
    private static final List<String> PATHS =
            List.of("/", "/", "/", "/login", "/v1/../", "//", "/%00", "*", "http://localhost/", "");
    private static final List<String> QUERY =
            List.of("?", "&", "=", "of", "now", "%", "%zz", "%c3%28", "-1", "#", "\"", "\u00ff");
    private static final List<String> HEADERS =
            List.of(
                    "Host: 127.0.0.1:1",
                    "host:localhost",
                    "Host: evil.example",
                    "Host: [::1",
                    "Host:",
                    "Host: \u00ff",
                    "Origin: http://",
                    "Origin: http://localhost",
                    "Content-Length: 3",
                    "Content-Length: -1",
                    "Content-Length: 99999999999999999999",
                    "Content-Length: 4096",
                    "Transfer-Encoding: chunked",
                    "Accept: text/html",
                    "Authorization: Bearer ",
                    "Authorization: Bearer " + TOKEN.substring(1),
                    "Authorization: Bearer " + TOKEN,
                    "Cookie: skerry-node=" + TOKEN,
                    "Cookie: ;=;skerry-node==;" + " ;".repeat(100),
                    "Expect: 100-continue",
                    "X: \u0000\u000b",
                    " folded",
                    "no field",
                    ":");
    private static final List<String> BODIES =
            List.of("", "token=", "token=%zz", "token=" + TOKEN, "token", "\u0000", "3\r\nabc\r\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyRequestIsAnsweredOrItsConnectionEnds(long seed) throws Exception {
        var random = new Random(seed);
        var token = seed == 2 ? null : PagesToken.of(TOKEN);
        try (var pages = LocalServer.open("127.0.0.1:0", token, _ -> false, List.of(PAGE))) {
            int answered = 0;
            int shown = 0;
            for (int i = 0; i < REQUESTS; i++) {
                var request = request(random);
                var said = said(pages, request);
                if (said.isEmpty()) continue;
                assertTrue(said.startsWith("HTTP/1.1 "), () -> request + "\n" + said);
                assertFalse(said.startsWith("HTTP/1.1 5"), () -> request + "\n" + said);
                answered++;
                if (!said.contains("what runs here")) continue;
                assertTrue(may(request, token), () -> request + "\n" + said);
                shown++;
            }
            assertTrue(answered > REQUESTS / 2, answered + " were answered");
            assertTrue(shown > 0, "none was right");
            var cookie = "Cookie: skerry-node=" + TOKEN;
            var right = said(pages, "GET / HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n");
            assertTrue(right.endsWith("what runs here\n"), right);
        }
    }

    private static boolean may(String request, @Nullable PagesToken token) {
        boolean here = request.contains("localhost") || request.contains("127.0.0.1");
        return here && (token == null || request.contains(TOKEN));
    }

    /// One in two of them begins as it should.
    private static String request(Random random) {
        boolean right = random.nextBoolean();
        var text = new StringBuilder(right ? "GET /" : one(FIRST, random) + one(PATHS, random));
        for (int word = right ? 0 : random.nextInt(3); word > 0; word--)
            text.append(one(QUERY, random));
        text.append(!right && random.nextInt(9) == 0 ? "" : " HTTP/1.1").append("\r\n");
        if (right || random.nextInt(4) > 0) text.append("Host: localhost\r\n");
        for (int header = random.nextInt(4); header > 0; header--)
            text.append(one(HEADERS, random)).append(random.nextInt(20) == 0 ? "\n" : "\r\n");
        text.append("\r\n").append(one(BODIES, random));
        if (random.nextInt(4) == 0)
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        if (random.nextInt(9) == 0)
            text.insert(random.nextInt(text.length()), one(QUERY, random).repeat(9_000));
        return text.toString();
    }

    /// All that comes once everything was said; empty: the connection was closed.
    private static String said(LocalServer pages, String request) throws IOException {
        int port = Integer.parseInt(pages.address().split(":", -1)[1]);
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
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

    /// What is read of a head hangs on its bytes, not on how they come.
    @Test
    void aHeadInPiecesIsTheSameHead() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < HEADS; i++) {
            var request = request(random);
            var bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            var whole = read(new ByteArrayInputStream(bytes));
            if (bytes.length > 1_000) continue; // it is read anew with each byte
            assertEquals(whole, read(new ByBytes(bytes)), request);
        }
    }

    /// The head without what is behind it, and its body, or why there is none.
    private static String read(InputStream in) {
        try {
            var head = Head.read(in);
            var text = head.method() + " " + head.path() + " " + head.said();
            try {
                return text + " " + head.body(in, 1_024);
            } catch (Head.WrongRequest e) {
                return text + " " + e.getMessage();
            }
        } catch (Head.WrongRequest | IOException e) {
            return e + "";
        }
    }

    private static final class ByBytes extends ByteArrayInputStream {
        ByBytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] to, int at, int length) {
            return super.read(to, at, Math.min(1, length));
        }
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
