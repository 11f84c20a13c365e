package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Answer;
import dev.skerry.http.Need;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Routes;
import dev.skerry.server.Front;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever holds many connections, or is slow on them, shuts out nobody else.
class ConnectionsTest {
    private static final String HEAD = "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String UPLOAD =
            """
            POST /v1/jobs/validate HTTP/1.1\r
            Host: 127.0.0.1\r
            Content-Type: application/yaml\r
            """;
    private static final Duration SOON = Duration.ofMillis(300);

    /// Enough for a whole request on a machine with much else to do.
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private static final Duration LATE = Duration.ofMinutes(10);

    @TempDir Path folder;
    private final List<Socket> open = new ArrayList<>();
    private ApiFixture api;

    @BeforeEach
    void begin() throws Exception {
        api = new ApiFixture(folder);
    }

    @AfterEach
    void end() throws Exception {
        for (var socket : open) socket.close();
        api.close();
    }

    private Front.Open front(Connections.Times times) throws IOException {
        return front(times, RoomApis.of(api.parts));
    }

    private Front.Open front(Connections.Times times, List<RoomApi> rooms) throws IOException {
        var gate = new Gate(api.parts.settings().names(), false);
        var dispatch =
                new Dispatch(
                        gate,
                        new OneLocalCaller(),
                        new Routes(rooms),
                        new Pages(),
                        new Dispatch.Certainty(api.parts.leader()));
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return ApiServer.open(any, dispatch, new Connections(times, null));
    }

    /// From an address of the loopback network.
    private Socket connect(String from, Front.Open front) throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.setSoTimeout(30_000);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(front.address());
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The first line of what comes; empty: the connection was closed.
    private static String heard(Socket socket) throws IOException {
        try {
            var bytes = socket.getInputStream();
            var line =
                    new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                            .readLine();
            return line == null ? "" : line;
        } catch (SocketException e) {
            return "";
        }
    }

    /// A part of one is told why; nobody asked where nothing came.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                HEAD,
                HEAD + "X-Half: y",
                HEAD + "Content-Length: 9\r\n\r\njob",
                UPLOAD + "Content-Length: 9\r\n\r\njob",
                UPLOAD + "Transfer-Encoding: chunked\r\n\r\n3\r\njob\r\n",
                UPLOAD + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
            })
    void aRequestIsThereInItsTimeOrItsConnectionEnds(String half) throws Exception {
        try (var front = front(new Connections.Times(SOON, LATE, LATE))) {
            var socket = connect("127.0.0.1", front);
            say(socket, half);
            var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (half.isEmpty()) assertEquals("", all);
            else assertTrue(all.contains("HTTP/1.1 408 Request Timeout\r\n"), all);
        }
    }

    /// As servers run: the figures above are those of tests.
    @Test
    void aRequestHasTenSeconds() throws Exception {
        try (var front = ApiServer.open(api.parts, new OneLocalCaller())) {
            var socket = connect("127.0.0.1", front);
            long begunNs = System.nanoTime();
            say(socket, HEAD);
            assertEquals("HTTP/1.1 408 Request Timeout", heard(socket));
            long seconds = (System.nanoTime() - begunNs) / TimeUnit.SECONDS.toNanos(1);
            assertTrue(seconds >= 9, seconds + " s");
        }
        assertEquals(Duration.ofSeconds(10), Connections.Times.USUAL.request());
    }

    /// Also when it comes byte by byte, and each of them in time.
    @ParameterizedTest
    @ValueSource(
            strings = {
                UPLOAD + "Content-Length: 1000000\r\n\r\n",
                HEAD + "X-Slow: ",
                HEAD + "\r\n" + HEAD + "X-Slow: ",
                "GET /",
            })
    void whoDripsHasNoMoreTimeThanOthers(String begin) throws Exception {
        try (var front = front(new Connections.Times(SOON, LATE, LATE))) {
            var socket = connect("127.0.0.1", front);
            say(socket, begin);
            socket.setSoTimeout(20); // between two bytes
            long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            boolean waited = true;
            while (waited && System.nanoTime() < untilNs) {
                try {
                    say(socket, "x");
                    waited = !over(socket);
                } catch (SocketTimeoutException _) {
                    // for the next byte
                } catch (SocketException _) {
                    waited = false; // it was closed
                }
            }
            assertFalse(waited, "it goes on for ever");
        }
    }

    /// Whether the connection has ended; what was answered before is passed over.
    private static boolean over(Socket socket) throws IOException {
        var piece = new byte[1_024];
        for (int count = 0; count >= 0; ) count = socket.getInputStream().read(piece);
        return true;
    }

    @Test
    void aNextRequestHasTheTimeOfAFirstOne() throws Exception {
        try (var front = front(new Connections.Times(SECONDS, LATE, LATE))) {
            var socket = connect("127.0.0.1", front);
            say(socket, HEAD + "\r\n" + HEAD);
            var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.startsWith("HTTP/1.1 200 OK"), all);
            assertTrue(all.contains("HTTP/1.1 408 Request Timeout\r\n"), all);
        }
    }

    @Test
    void aQuietConnectionEndsAndALongAnswerDoesNot() throws Exception {
        try (var front = front(new Connections.Times(SECONDS, LATE, SOON))) {
            var waiting = connect("127.0.0.1", front);
            say(waiting, "GET /v1/nodes?index=1000000&wait=3s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", heard(waiting));
            var quiet = connect("127.0.0.1", front);
            say(quiet, HEAD + "\r\n");
            var all = new String(quiet.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.startsWith("HTTP/1.1 200 OK"), all);
        }
    }

    /// Several times as many as one address may have, also on connections that had an answer.
    @Test
    void whoHoldsHalfRequestsShutsOutNobody() throws Exception {
        try (var front = front(new Connections.Times(LATE, LATE, LATE))) {
            for (var half : new String[] {HEAD, HEAD + "\r\n" + HEAD, "", UPLOAD}) {
                for (int i = 0; i <= Connections.ADDRESS_MAX; i++)
                    say(connect("127.0.0.9", front), half);
                assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"), half);
                assertEquals("HTTP/1.1 200 OK", answer("127.0.0.8", front, HEAD + "\r\n"), half);
            }
        }
    }

    /// One too many costs the address one of its own, long before all seats are taken.
    @Test
    void oneAddressHasItsShareOnly() throws Exception {
        try (var front = front(new Connections.Times(LATE, LATE, LATE))) {
            var others = new ArrayList<Socket>();
            for (int i = 0; i < 3; i++) others.add(connect("127.0.0.8", front));
            for (var other : others) say(other, HEAD);
            var own = new ArrayList<Socket>();
            for (int i = 0; i <= Connections.ADDRESS_MAX; i++) own.add(connect("127.0.0.9", front));
            for (var socket : own) say(socket, HEAD);
            assertEquals(1, ended(own), "one is closed");
            for (var other : others) {
                say(other, "\r\n");
                assertEquals("HTTP/1.1 200 OK", heard(other));
            }
        }
    }

    /// How many of them the server has ended, once one of them is.
    private static int ended(List<Socket> all) throws IOException {
        long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int ended = 0;
        for (var socket : all) socket.setSoTimeout(1);
        while (ended == 0 && System.nanoTime() < untilNs) {
            for (var socket : all) {
                try {
                    if (heard(socket).isEmpty()) ended++;
                } catch (SocketTimeoutException _) {
                    // it is open
                }
            }
        }
        return ended;
    }

    @Test
    void manyAddressesShutOutNobodyEither() throws Exception {
        try (var front = front(new Connections.Times(LATE, LATE, LATE))) {
            for (int i = 0; i <= Connections.ALL_MAX; i++)
                say(
                        connect("127.0.1." + (1 + i % 40), front),
                        UPLOAD + "Content-Length: 9\r\n\r\nj");
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.8", front, HEAD + "\r\n"));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.1.1", front, HEAD + "\r\n"));
        }
    }

    @Test
    void aBurstOfStreamsTakesNoRequestsPlace() throws Exception {
        try (var front = front(Connections.Times.USUAL)) {
            var events = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            for (int i = 0; i < 1_500; i++) say(connect("127.0.0.9", front), events);
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.8", front, events));
        }
    }

    @Test
    void streamsLeaveRoomForCommands() throws Exception {
        try (var front = front(Connections.Times.USUAL)) {
            var events = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            for (int i = 0; i < Answering.STREAMS_OF_ADDRESS_MAX; i++) {
                var stream = connect("127.0.0.9", front);
                say(stream, events);
                assertEquals("HTTP/1.1 200 OK", heard(stream), "stream " + i);
            }
            assertEquals("HTTP/1.1 503 Service Unavailable", answer("127.0.0.9", front, events));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.8", front, events));
        }
    }

    /// Whoever has many addresses takes the places of all streams, and no others.
    @Test
    void ofAllStreamsTogetherThereIsABound() throws Exception {
        try (var front = front(Connections.Times.USUAL)) {
            var events = "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            for (int i = 0; i < Answering.STREAMS_MAX; i++) {
                var stream = connect("127.0.%d.%d".formatted(2 + i / 250, 1 + i % 250), front);
                say(stream, events);
                assertEquals("HTTP/1.1 200 OK", heard(stream), "stream " + i);
            }
            var refused = connect("127.0.0.9", front);
            say(refused, events);
            var all = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.startsWith("HTTP/1.1 503 Service Unavailable"), all);
            assertTrue(all.contains("\r\nRetry-After: 10\r\n"), all);
            assertTrue(all.contains("The places for streams are taken; end some"), all);
            assertEquals("HTTP/1.1 200 OK", answer("127.0.2.1", front, HEAD + "\r\n"));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"));
            var job = "job: ?";
            var write = UPLOAD + "Content-Length: " + job.length() + "\r\n\r\n" + job;
            assertEquals("HTTP/1.1 400 Bad Request", answer("127.0.0.9", front, write));
        }
    }

    private String answer(String from, Front.Open front, String request) throws IOException {
        var socket = connect(from, front);
        say(socket, request);
        return heard(socket);
    }

    @Test
    void whoWaitsLeavesRoomForWhoDoesNot() throws Exception {
        try (var front = front(Connections.Times.USUAL)) {
            var poll = "GET /v1/nodes?index=1000000&wait=5m HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            // one more waits than may: which one is for the server to say
            for (int i = 0; i <= LeaderDoors.WAITING_OF_ADDRESS_MAX; i++)
                say(connect("127.0.0.9", front), poll);
            assertEquals("HTTP/1.1 503 Service Unavailable", heardFirst());
            assertEquals("HTTP/1.1 503 Service Unavailable", answer("127.0.0.9", front, poll));
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"));
            var now = poll.replace("wait=5m", "wait=0s");
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.8", front, now), "has its own places");
            for (var socket : open) socket.close();
        }
    }

    /// Who has left waits no longer, whatever he has said he would.
    @ParameterizedTest
    @ValueSource(strings = {"", "GET /v1/status HTTP/1.1\r\n"})
    void whoHasLeftKeepsNoPlace(String then) throws Exception {
        try (var front = front(Connections.Times.USUAL)) {
            var poll = "GET /v1/nodes?index=1000000&wait=5m HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            for (int i = 0; i <= LeaderDoors.WAITING_OF_ADDRESS_MAX; i++)
                say(connect("127.0.0.9", front), poll);
            assertEquals("HTTP/1.1 503 Service Unavailable", heardFirst());
            for (int i = 0; i < open.size(); i++) leave(open.get(i), then, i % 2 == 0);
            var now = poll.replace("wait=5m", "wait=0s");
            long untilNs = System.nanoTime() + SECONDS.toNanos();
            while (answer("127.0.0.9", front, now).contains("503"))
                assertTrue(System.nanoTime() < untilNs, "their places are taken still");
        }
    }

    /// @param abruptly it is reset
    private static void leave(Socket socket, String then, boolean abruptly) throws IOException {
        say(socket, then);
        if (abruptly) socket.setSoLinger(true, 0);
        socket.close();
    }

    /// A connection that a stream has come to its end on has nothing more to say.
    @Test
    void aStreamIsTheEndOfItsConnection() throws Exception {
        var one = new Answer.Streamed(200, "text/plain", Map.of(), out -> out.write('x'));
        var route = Route.get("/v1/short", Need.nothing(), Route.TEXT, _ -> one);
        try (var front = front(Connections.Times.USUAL, List.of(new RoomApi("", List.of(route))))) {
            var socket = connect("127.0.0.1", front);
            socket.setSoTimeout((int) SECONDS.toMillis());
            say(socket, "GET /v1/short HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.endsWith("\r\n\r\nx"), all);
        }
    }

    /// What costs much waits for its turn; what costs little is answered meanwhile.
    @Test
    void whatCostsMuchIsDoneAFewAtATime() throws Exception {
        int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var begun = new Semaphore(0);
        var goOn = new Semaphore(0);
        Route.Handler much =
                _ -> {
                    begun.release();
                    goOn.acquire();
                    return Answer.text(Route.TEXT, "done");
                };
        var heavy = Route.get("/v1/much", Need.nothing(), Route.TEXT, much).thatIsHeavy();
        var light = Route.get("/v1/little", Need.nothing(), Route.TEXT, _ -> Answer.text("", ""));
        var rooms = List.of(new RoomApi("", List.of(heavy, light)));
        try (var front = front(Connections.Times.USUAL, rooms)) {
            for (int i = 0; i < atOnce + 3; i++)
                say(
                        connect("127.0.0.1", front),
                        "GET /v1/much HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(begun.tryAcquire(atOnce, 20, TimeUnit.SECONDS));
            var little = "GET /v1/little HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (int i = 0; i < 50; i++)
                assertEquals("HTTP/1.1 200 OK", answer("127.0.0.1", front, little));
            assertEquals(0, begun.availablePermits(), "more than a few at a time");
            goOn.release(atOnce + 3);
            for (var socket : open.subList(0, atOnce + 3))
                assertEquals("HTTP/1.1 200 OK", heard(socket));
        }
    }

    /// Whatever many connections send, and never end, is bounded; and told before it is kept.
    @Test
    void bodiesUnderWayHaveOneBudget() throws Exception {
        var head = UPLOAD + "Content-Length: 1000000\r\n\r\n";
        var most = "#".repeat(999_999);
        long share = Math.clamp(Runtime.getRuntime().maxMemory() / 16, 8 << 20, 64 << 20) / 4;
        try (var front = front(new Connections.Times(LATE, LATE, LATE))) {
            for (int i = 0; i <= share / 1_000_000; i++)
                say(connect("127.0.0.9", front), head + most);
            var whole = head + most + "#";
            long untilNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            // Two that grow at once may both be refused where one would have had room.
            while (!answer("127.0.0.9", front, whole).equals("HTTP/1.1 503 Service Unavailable")) {
                assertTrue(System.nanoTime() < untilNs, "they have not been heard");
                say(connect("127.0.0.9", front), head + most);
            }
            assertEquals("HTTP/1.1 200 OK", answer("127.0.0.9", front, HEAD + "\r\n"));
            for (var socket : open) socket.close();
            untilNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (answer("127.0.0.9", front, whole).contains("503"))
                assertTrue(System.nanoTime() < untilNs, "their memory is taken still");
        }
    }

    /// Of the connection that is answered first.
    private String heardFirst() throws IOException {
        long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < untilNs) {
            for (var socket : open)
                if (socket.getInputStream().available() > 0) return heard(socket);
            Thread.onSpinWait();
        }
        throw new AssertionError("nobody is answered");
    }

    @Test
    void whoDoesNotTakeHisAnswerIsLeft() throws Exception {
        var body = new Answer.Body(new byte[64 * 1024 * 1024]);
        var large = new Answer.Whole(200, "text/plain", Map.of(), body);
        var route = Route.get("/v1/large", Need.nothing(), Route.TEXT, _ -> large);
        var routes = List.of(new RoomApi("", List.of(route)));
        try (var front = front(new Connections.Times(LATE, SOON, LATE), routes)) {
            var socket = connect("127.0.0.1", front);
            say(socket, "GET /v1/large HTTP/1.1\r\nHost: localhost\r\n\r\n");
            long untilNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            assertThrows(
                    SocketException.class,
                    () -> {
                        while (System.nanoTime() < untilNs) {
                            say(socket, "x");
                            Thread.onSpinWait();
                        }
                    });
        }
    }

    /// Its headers cannot be sent.
    private static final class Unfit extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public void forEach(BiConsumer<? super String, ? super String> action) {
            throw new IllegalStateException("these are no headers");
        }
    }

    @Test
    void aStreamThatDoesNotBeginKeepsNoPlace() throws Exception {
        var left = new Semaphore(0);
        var unfit =
                new Answer.Streamed(
                        200,
                        "text/plain",
                        new Unfit(),
                        out -> {
                            try (out) {
                                out.flush();
                            } finally {
                                left.release();
                            }
                        });
        var route = Route.get("/v1/unfit", Need.nothing(), Route.TEXT, _ -> unfit);
        var routes = List.of(new RoomApi("", List.of(route)));
        int more = Answering.STREAMS_MAX + 1;
        try (var front = front(Connections.Times.USUAL, routes)) {
            for (int i = 0; i < more; i++) {
                try (var socket = connect("127.0.0.1", front)) {
                    say(socket, "GET /v1/unfit HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertEquals("HTTP/1.1 500 Internal Server Error", heard(socket), "" + i);
                }
            }
        }
        assertTrue(left.tryAcquire(more, 20, TimeUnit.SECONDS), "what they hold is let go of");
    }
}
