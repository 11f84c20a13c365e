package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Routes;
import dev.skerry.server.Front;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.AuthorityFile;
import dev.skerry.server.authority.CertificateMaker;
import dev.skerry.server.authority.GivenCertificate;
import dev.skerry.server.authority.ServerTls;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS on the API, seen by a client that nobody here wrote.
class TlsTest {
    private static final Duration SOON = Duration.ofMillis(500);

    /// Enough for a handshake on a machine with much else to do.
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private static final Duration LATE = Duration.ofMinutes(10);
    private static final int NOT_BELIEVED = 60;
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

    /// Of a ClientHello in TLS 1.1, with one suite that was usual then.
    private static final byte[] OLD_HELLO =
            HexFormat.of()
                    .parseHex(
                            "160301002f"
                                    + "0100002b"
                                    + "0302"
                                    + "11".repeat(32)
                                    + "00"
                                    + "0004c009c013"
                                    + "0100");

    @TempDir Path folder;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final List<Socket> open = new ArrayList<>();
    private ApiFixture api;
    private Path ca;

    @BeforeEach
    void begin() throws Exception {
        api = new ApiFixture(folder.resolve("api"));
        ca = folder.resolve("ca.pem");
    }

    @AfterEach
    void end() throws Exception {
        for (var socket : open) socket.close();
        api.close();
    }

    /// With a certificate of the fleet's own authority.
    private ServerTls own() throws IOException {
        var own = folder.resolve("authority");
        var authority = new Authority(own, List.of("skerry.test"), LATE, now::get);
        Files.writeString(ca, AuthorityFile.read(own).pem());
        return authority.listening(HERE);
    }

    private Front.Open front(Connections.Times times, ServerTls tls) throws IOException {
        var gate = new Gate(List.of("skerry.test"), true);
        var routes = new Routes(RoomApis.of(api.parts));
        var dispatch =
                new Dispatch(
                        gate,
                        new OneLocalCaller(),
                        routes,
                        new Pages(),
                        new Dispatch.Certainty(api.parts.leader()));
        var connections = new Connections(times, tls);
        return ApiServer.open(new InetSocketAddress(HERE, 0), dispatch, connections);
    }

    private Front.Open front(ServerTls tls) throws IOException {
        return front(Connections.Times.USUAL, tls);
    }

    private static String at(String host, Front.Open front, String path) {
        return "https://" + host + ":" + front.address().getPort() + path;
    }

    /// With the authority.
    private Curl curl(String address, String... more) throws Exception {
        var words = new ArrayList<>(List.of("--cacert", ca.toString()));
        words.addAll(List.of(more));
        words.add(address);
        return Curl.of(words.toArray(String[]::new));
    }

    private void isThere(Front.Open front, String... more) throws Exception {
        var status = curl(at("localhost", front, "/v1/status"), more);
        assertEquals(0, status.exitCode(), status.said());
        assertTrue(status.said().contains("\"leader\":true"), status.said());
    }

    @Test
    void whoKnowsTheAuthorityGetsIn() throws Exception {
        try (var front = front(own())) {
            isThere(front);
            isThere(front, "--tlsv1.3");
            isThere(front, "--tls-max", "1.2");
            isThere(front, "-0");
            for (var host : List.of("127.0.0.1", "skerry.test")) {
                var to = "skerry.test:%1$d:127.0.0.1".formatted(front.address().getPort());
                var status = curl(at(host, front, "/v1/status"), "--resolve", to);
                assertEquals(0, status.exitCode(), host + " " + status.said());
            }
        }
    }

    @Test
    void whoDoesNotKnowItOrCallsByAnotherNameTurnsAway() throws Exception {
        try (var front = front(own())) {
            var stranger = Curl.of(at("localhost", front, "/v1/status"));
            assertEquals(NOT_BELIEVED, stranger.exitCode(), stranger.said());
            var to = "other.test:%d:127.0.0.1".formatted(front.address().getPort());
            var other = curl(at("other.test", front, "/v1/status"), "--resolve", to);
            assertEquals(NOT_BELIEVED, other.exitCode(), other.said());
            assertTrue(other.said().contains("other.test"), other.said());
        }
    }

    /// Clients that take every rule of RFC 5280 at its word take it as well.
    @Test
    void itIsRightForStrictClients() throws Exception {
        own();
        var openssl =
                new ProcessBuilder(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslserver",
                                "-CAfile",
                                ca.toString(),
                                folder.resolve("authority/http.pem").toString())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, openssl.waitFor(), said);
    }

    /// A body of many records, two requests on one connection, an answer without its length.
    @Test
    void requestsAndAnswersOfAllFormsGoThrough() throws Exception {
        try (var front = front(own())) {
            var body = Files.writeString(folder.resolve("body"), "#".repeat(900_000) + "\nx: 1\n");
            var type = "Content-Type: application/yaml";
            var data = "@" + body;
            var sent = curl(at("localhost", front, "/v1/jobs"), "--data-binary", data, "-H", type);
            assertTrue(sent.said().contains("The job file is wrong"), sent.said());
            var status = at("localhost", front, "/v1/status");
            var two = curl(status, "-w", "%{num_connects}", status);
            assertTrue(two.said().endsWith("0"), two.said());
            assertEquals(0, curl(status, "-I").exitCode());
            var metrics = curl(at("localhost", front, "/v1/openapi.yaml"), "-0");
            assertEquals(0, metrics.exitCode(), metrics.said());
            assertTrue(metrics.said().contains("openapi: 3"), "the whole document");
            var page = curl(at("localhost", front, "/"), "-i");
            assertTrue(page.said().contains("Content-Security-Policy"), page.said());
            assertTrue(!page.said().contains("Strict-Transport-Security"), page.said());
        }
    }

    @Test
    void pagesOfTheirOwnMayAskByTlsOnly() throws Exception {
        try (var front = front(own())) {
            var status = at("localhost", front, "/v1/status");
            var origin = "Origin: https://localhost:" + front.address().getPort();
            assertTrue(curl(status, "-H", origin).said().contains("leader"));
            var plain = curl(status, "-H", origin.replace("https", "http"));
            assertTrue(plain.said().contains("may not use this server"), plain.said());
        }
    }

    @Test
    void plainHttpIsToldThatThisIsTls() throws Exception {
        try (var front = front(own())) {
            var address = at("localhost", front, "/v1/jobs").replace("https", "http");
            var said = Curl.of("-i", "-d", "x".repeat(100_000), address).said();
            assertTrue(said.startsWith("HTTP/1.1 400 "), said);
            assertTrue(said.contains("This server speaks TLS here"), said);
        }
    }

    @Test
    void tlsIsToldAtOnceThatThisIsPlainHttp() throws Exception {
        long begunNs = System.nanoTime();
        try (var front = plain()) {
            var said = Curl.of(at("localhost", front, "/v1/status"));
            assertNotEquals(0, said.exitCode());
            assertTrue(said.said().contains("wrong version number"), said.said());
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs);
        assertTrue(seconds < Connections.Times.USUAL.request().toSeconds(), seconds + " s");
    }

    private Front.Open plain() throws IOException {
        var routes = new Routes(RoomApis.of(api.parts));
        var gate = new Gate(List.of(), false);
        var dispatch =
                new Dispatch(
                        gate,
                        new OneLocalCaller(),
                        routes,
                        new Pages(),
                        new Dispatch.Certainty(api.parts.leader()));
        var connections = new Connections(Connections.Times.USUAL, null);
        return ApiServer.open(new InetSocketAddress(HERE, 0), dispatch, connections);
    }

    private Socket connect(Front.Open front) throws IOException {
        var socket = new Socket(HERE, front.address().getPort());
        open.add(socket);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /// Several times a share, with one byte, with half a hello, and with none.
    @Test
    void halfHandshakesShutOutNobody() throws Exception {
        try (var front = front(new Connections.Times(LATE, LATE, LATE), own())) {
            for (int bytes : new int[] {1, 20, 0}) {
                for (int i = 0; i <= Connections.ADDRESS_MAX; i++)
                    connect(front).getOutputStream().write(OLD_HELLO, 0, bytes);
                isThere(front);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void aHandshakeHasTheTimeOfARequest(int bytes) throws Exception {
        try (var front = front(new Connections.Times(SOON, LATE, LATE), own())) {
            var socket = connect(front);
            socket.getOutputStream().write(OLD_HELLO, 0, bytes);
            assertArrayEquals(new byte[0], rest(socket));
        }
    }

    /// In the words of HTTP, and by TLS.
    @Test
    void halfARequestIsToldThatItIsLate() throws Exception {
        try (var front = front(new Connections.Times(SECONDS, LATE, LATE), own())) {
            var to = "127.0.0.1:" + front.address().getPort();
            var words =
                    List.of("openssl", "s_client", "-quiet", "-connect", to, "-CAfile", "" + ca);
            var openssl = new ProcessBuilder(words).redirectErrorStream(true).start();
            var half = "GET /v1/status HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII);
            openssl.getOutputStream().write(half);
            openssl.getOutputStream().flush();
            var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.contains("HTTP/1.1 408 Request Timeout"), said);
            isThere(front);
        }
    }

    /// It stands until its reader goes, which is seen.
    @Test
    void aStreamGoesOn() throws Exception {
        try (var front = front(own())) {
            for (var form : List.of("--tlsv1.3", "-0")) {
                var events = at("localhost", front, "/v1/events");
                var stream = curl(events, "-i", "-N", "--max-time", "2", form);
                assertEquals(28, stream.exitCode(), stream.said());
                assertTrue(stream.said().contains("text/event-stream"), stream.said());
            }
            isThere(front);
        }
    }

    /// The alert that says: another version.
    @Test
    void oldTlsIsRefused() throws Exception {
        try (var front = front(own())) {
            var socket = connect(front);
            socket.getOutputStream().write(OLD_HELLO);
            var alert = new byte[7];
            new DataInputStream(socket.getInputStream()).readFully(alert);
            assertEquals(21, alert[0], "an alert");
            assertArrayEquals(new byte[] {2, 70}, new byte[] {alert[5], alert[6]});
            isThere(front);
        }
    }

    private static byte[] rest(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException _) {
            return new byte[0]; // closed while something was on its way
        }
    }

    @Test
    void itsOwnCertificateIsRenewedInTime() throws Exception {
        try (var front = front(own())) {
            isThere(front);
            var file = folder.resolve("authority/http.pem");
            var first = Files.readString(file);
            now.updateAndGet(it -> it.plus(Duration.ofDays(240)));
            isThere(front);
            assertEquals(first, Files.readString(file));
            now.updateAndGet(it -> it.plus(Duration.ofDays(10)));
            Curl.of("-k", at("localhost", front, "/v1/status"));
            assertNotEquals(first, Files.readString(file));
        }
    }

    @Test
    void aCertificateThatIsPutThereIsUsedFromThenOn() throws Exception {
        var maker = new CertificateMaker();
        Files.writeString(ca, maker.root());
        var given = maker.folder(folder.resolve("given"), Duration.ofDays(1), "localhost");
        try (var front = front(GivenCertificate.read(given, InstantSource.system()))) {
            isThere(front);
            maker.folder(given, Duration.ofDays(1), "skerry.test");
            var gone = curl(at("localhost", front, "/v1/status"));
            assertEquals(NOT_BELIEVED, gone.exitCode(), gone.said());
            maker.folder(given, Duration.ofDays(1), "localhost");
            isThere(front);
        }
    }

    /// A client that nobody here wrote.
    ///
    /// @param exitCode 60: the certificate was not believed
    /// @param said what came, and why nothing did
    private record Curl(int exitCode, String said) {
        static Curl of(String... words) throws IOException, InterruptedException {
            var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
            command.addAll(List.of(words));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS))
                throw new AssertionError("curl does not end");
            return new Curl(process.exitValue(), said);
        }
    }
}
