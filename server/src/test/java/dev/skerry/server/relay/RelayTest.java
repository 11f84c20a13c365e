package dev.skerry.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {
    /// Both ends of a connection.
    private record Pair(Socket near, Socket far) {
        static Pair open() throws IOException {
            var here = InetAddress.getLoopbackAddress();
            try (var listening = new ServerSocket(0, 1, here)) {
                var far = new Socket(here, listening.getLocalPort());
                while (true) { // others of this machine may try this port too
                    var near = listening.accept();
                    if (near.getPort() == far.getLocalPort()) return new Pair(near, far);
                    near.close();
                }
            }
        }
    }

    /// Where tasks wait for each other, each has a thread of its own.
    private static final Executor OWN = task -> Thread.ofPlatform().daemon().start(task);

    private final Pair client;
    private final Pair server;

    RelayTest() throws IOException {
        client = Pair.open();
        server = Pair.open();
    }

    private CompletableFuture<Void> relay(Duration stalledMax) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        Relay.between(
                                Relay.Side.of(client.near), Relay.Side.of(server.near), stalledMax);
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                OWN);
    }

    @Test
    void whatIsSaidArrivesBothWaysAndOneEndEndsTheOther() throws Exception {
        var relay = relay(Relay.STALLED_MAX);
        client.far.getOutputStream().write("question".getBytes(UTF_8));
        assertEquals("question", new String(server.far.getInputStream().readNBytes(8), UTF_8));
        server.far.getOutputStream().write("answer".getBytes(UTF_8));
        server.far.close();
        assertEquals("answer", new String(client.far.getInputStream().readAllBytes(), UTF_8));
        relay.get(20, SECONDS);
    }

    /// It would hold the connection of the server that answers, and what that has still to say.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoDoesNotReadIsLetGo(boolean client) throws Exception {
        assertEquals(Duration.ofMinutes(2), Relay.STALLED_MAX);
        var speaks = client ? this.server.far : this.client.far;
        var relay = relay(Duration.ofMillis(400));
        var said =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                var piece = new byte[64 * 1024];
                                while (true) speaks.getOutputStream().write(piece);
                            } catch (IOException e) {
                                return e;
                            }
                        },
                        OWN);
        relay.get(20, SECONDS);
        said.get(20, SECONDS);
    }

    /// As a stream of events is, or the link of a node with nothing to say.
    @Test
    void whoHasNothingToSayStays() throws Exception {
        var relay = relay(Duration.ofMillis(40));
        for (int i = 0; i < 20; i++) {
            server.far.getOutputStream().write(i);
            assertEquals(i, client.far.getInputStream().read());
            assertFalse(relay.isDone());
            // longer than a piece may wait
            client.far.setSoTimeout(50);
            try {
                assertTrue(client.far.getInputStream().read() >= 0, "it has ended");
            } catch (java.net.SocketTimeoutException _) {
                client.far.setSoTimeout(20_000);
            }
        }
        client.far.close();
        relay.get(20, SECONDS);
    }
}
