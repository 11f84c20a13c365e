package dev.skerry.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Questions to services that are well or not, and what these see of the asker.
class ProbeTest {
    private static final long LONG_MS = 30_000;

    /// Of both ends of a connection.
    private static final long BUFFERS_BYTES_MAX = 32L * 1024 * 1024;

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void readsTheWholeAnswerAndLeavesInOrder() throws Exception {
        var body = "x".repeat(20_000);
        var answers =
                new String[] {
                    OK + "Content-Length: 20000\r\n\r\n" + body,
                    OK + "\r\n" + body,
                    OK + "Transfer-Encoding: chunked\r\n\r\n4e20\r\n" + body + "\r\n0\r\n\r\n",
                    "HTTP/1.0 204 No Content\r\n\r\n",
                    "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                            + OK
                            + "Content-Length: 2\r\n\r\nok",
                };
        for (var text : answers) {
            try (var service = new Service("127.0.0.1", it -> writeInSteps(it, text))) {
                var answer = HttpProbe.ask(service.port(), "/health", LONG_MS);
                assertTrue(answer.well(), answer.output());
                assertNull(service.complaint(), text);
            }
        }
    }

    /// The length is known, and the service keeps the connection, whatever it was asked.
    @Test
    void doesNotWaitForTheEndOfAConnectionThatIsKept() throws Exception {
        for (var framing :
                new String[] {
                    "Content-Length: 2\r\n\r\nok",
                    "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
                }) {
            try (var service = new Service("127.0.0.1", it -> writeAndStay(it, OK + framing))) {
                var answer = HttpProbe.ask(service.port(), "/", LONG_MS);
                assertEquals(new CheckResult(true, "HTTP/1.1 200 OK"), answer);
                assertNull(service.complaint());
            }
        }
    }

    @Test
    void anAnswerThatDoesNotEndCountsByItsStatus() throws Exception {
        try (var service = new Service("127.0.0.1", it -> writeAndStay(it, OK + "\r\nsome"))) {
            assertTrue(HttpProbe.ask(service.port(), "/", 300).well());
        }
    }

    /// A web server would log a broken pipe at every question.
    @Test
    void aLargePageIsReadToItsEnd() throws Exception {
        var page = "x".repeat(5_000_000);
        var chunk = "4c4b40\r\n" + page + "\r\n";
        for (var framed :
                new String[] {
                    "Content-Length: 5000000\r\n\r\n" + page,
                    "\r\n" + page,
                    "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"
                }) {
            try (var service = new Service("127.0.0.1", it -> writeInSteps(it, OK + framed))) {
                assertTrue(HttpProbe.ask(service.port(), "/", LONG_MS).well());
                assertNull(service.complaint());
            }
        }
    }

    /// The bound is one of bytes: what the service could write is counted, some of which lies in
    /// the buffers of the kernel.
    @Test
    void anAnswerWithoutEndIsReadSoFarOnly() throws Exception {
        for (var framing :
                new String[] {
                    "\r\n",
                    "Content-Length: 9000000000000\r\n\r\n",
                    "Transfer-Encoding: chunked\r\n\r\n7fffffffffff\r\n",
                }) {
            long bytes = writtenForEver(OK + framing);
            assertTrue(bytes >= HttpProbe.BODY_BYTES_MAX, framing + bytes);
            assertTrue(bytes < HttpProbe.BODY_BYTES_MAX + BUFFERS_BYTES_MAX, framing + bytes);
        }
        for (var framing : new String[] {"", "X-Long: ", "Content-Length: 2\r\n"}) {
            long bytes = writtenForEver(OK + framing); // a head without end
            assertTrue(bytes < HttpProbe.HEAD_BYTES_MAX + BUFFERS_BYTES_MAX, framing + bytes);
        }
    }

    /// Chunks of a byte each, whose lines count as well.
    @Test
    void whatIsSentBetweenTheBytesCountsToo() throws Exception {
        var chunks = "1\r\nx\r\n".repeat(10_000);
        long bytes = writtenForEver(OK + "Transfer-Encoding: chunked\r\n\r\n", chunks);
        assertTrue(bytes < HttpProbe.BODY_BYTES_MAX + BUFFERS_BYTES_MAX, "" + bytes);
    }

    private static long writtenForEver(String begin) throws Exception {
        return writtenForEver(begin, "x".repeat(100_000));
    }

    private static long writtenForEver(String begin, String again) throws Exception {
        var written = new AtomicLong();
        try (var service =
                new Service("127.0.0.1", it -> writeForEver(it, begin, again, written))) {
            assertTrue(HttpProbe.ask(service.port(), "/", LONG_MS).well());
            assertNotNull(service.complaint());
        }
        return written.get();
    }

    @Test
    void saysWhatWasAskedWhenItIsNotWell() throws Exception {
        var text = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
        try (var service = new Service("127.0.0.1", it -> writeInSteps(it, text))) {
            assertEquals(
                    new CheckResult(
                            false,
                            "HTTP/1.1 503 Service Unavailable (asked: http://127.0.0.1:%d/health)"
                                    .formatted(service.port())),
                    HttpProbe.ask(service.port(), "/health", LONG_MS));
        }
        try (var service = new Service("127.0.0.1", it -> writeAndStay(it, ""))) {
            assertEquals(
                    "no answer within 200 ms (asked: http://127.0.0.1:%d/)"
                            .formatted(service.port()),
                    HttpProbe.ask(service.port(), "/", 200).output());
        }
    }

    @Test
    void saysWhereNobodyListens() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.9"))) {
            port = taken.getLocalPort(); // on another address only
            var said = "nobody listens on 127.0.0.1:%d or [::1]:%d".formatted(port, port);
            var http = HttpProbe.ask(port, "/health", LONG_MS);
            assertFalse(http.well());
            assertEquals(said + " (Connection refused) (asked: GET /health)", http.output());
            var tcp = TcpProbe.ask(port, LONG_MS);
            assertFalse(tcp.well());
            assertTrue(tcp.output().startsWith(said), tcp.output());
        }
    }

    @Test
    void asksAServiceOnTheOtherLoopback() throws Exception {
        try (var service = new Service("::1", it -> writeInSteps(it, OK + "\r\n"))) {
            assertEquals(
                    new CheckResult(true, "HTTP/1.1 200 OK"),
                    HttpProbe.ask(service.port(), "/", LONG_MS));
        }
        try (var service = new Service("::1", it -> writeInSteps(it, ""))) {
            assertEquals(new CheckResult(true, ""), TcpProbe.ask(service.port(), LONG_MS));
        }
    }

    @Test
    void aServiceThatGreetsSeesNoReset() throws Exception {
        try (var service = new Service("127.0.0.1", it -> greet(it))) {
            assertEquals(new CheckResult(true, ""), TcpProbe.ask(service.port(), LONG_MS));
            assertNull(service.complaint());
        }
    }

    private static void greet(Socket socket) throws IOException {
        say(socket, "220 mail.example ESMTP\r\n");
        while (socket.getInputStream().read() >= 0) {
            // until the asker has said all
        }
    }

    /// As small servers do it: the status, each header and the body with a write of its own.
    private static void writeInSteps(Socket socket, String text) throws IOException {
        readQuestion(socket);
        for (var part : text.split("(?<=\n)", -1)) say(socket, part);
    }

    private static void writeAndStay(Socket socket, String text) throws IOException {
        readQuestion(socket);
        say(socket, text);
        while (socket.getInputStream().read() >= 0) {
            // until the asker leaves
        }
    }

    private static void writeForEver(Socket socket, String begin, String again, AtomicLong written)
            throws IOException {
        readQuestion(socket);
        say(socket, begin);
        while (true) {
            say(socket, again);
            written.addAndGet(again.length());
        }
    }

    private static void readQuestion(Socket socket) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) return;
            seen.append((char) next);
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A service for one question.
    private static final class Service implements AutoCloseable {
        private final ServerSocket server;
        private final CompletableFuture<@Nullable IOException> complaint =
                new CompletableFuture<>();

        private interface Manners {
            void answer(Socket socket) throws IOException;
        }

        Service(String address, Manners manners) throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getByName(address));
            Thread.ofVirtual().start(() -> serve(manners));
        }

        private void serve(Manners manners) {
            try (var socket = server.accept()) {
                manners.answer(socket);
                socket.shutdownOutput();
                while (socket.getInputStream().read() >= 0) {
                    // a reset would be seen here
                }
                complaint.complete(null);
            } catch (IOException e) {
                complaint.complete(e);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        /// What the service met with, once its asker has left; null: nothing.
        @Nullable IOException complaint() throws Exception {
            return complaint.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
