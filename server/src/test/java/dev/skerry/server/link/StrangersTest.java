package dev.skerry.server.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.link.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whoever is not known yet holds up nobody who is.
class StrangersTest extends LinkFixture {
    @Test
    void whatIsNoFrameEndsTheLink() throws Exception {
        var node = joined(ONE);
        byte[][] all = {
            {0x7f, -1, -1, -1, 0}, // two gigabytes
            {0, 1, 0, 1, 0}, // 64 KiB and one
            {0, 0, 0, 0, 0}, // nothing
            {0, 0, 0, 3, 9, 1, 1}, // an unknown kind
            "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII)
        };
        for (var bytes : all) {
            try (var talk = node.connect()) {
                talk.socket().getOutputStream().write(bytes);
                var reason = refused(talk.read());
                assertTrue(reason.contains("is not understood: "), reason);
                assertTrue(reason.contains("should be a hello"), reason);
                assertThrows(IOException.class, talk::read);
            }
        }
        try (var plain =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            plain.setSoTimeout(15_000);
            plain.getOutputStream().write("no TLS at all\r\n\r\n".getBytes(US_ASCII));
            var in = plain.getInputStream();
            while (in.read() >= 0) assertNotEquals(0, listener.address().getPort());
        }
        assertEquals("epoch", greeted(node).epoch());
    }

    /// However much comes behind it: what was said last is not taken back.
    @Test
    void whoIsRefusedCanReadWhyWhateverElseHeSent() throws Exception {
        var node = joined(ONE);
        byte[][] all = {new byte[16_000], "GET / HTTP/1.1\r\n".repeat(900).getBytes(US_ASCII)};
        for (var bytes : all) {
            try (var talk = node.connect()) {
                talk.socket().getOutputStream().write(bytes);
                assertTrue(refused(talk.read()).contains("HTTP is spoken on another port"));
            }
        }
        try (var talk = node.connect()) {
            for (int i = 0; i < 500; i++) talk.wire().write(new Frame.Ping());
            assertEquals(
                    "The first frame is a ping; it should be a hello, or a join without a"
                            + " certificate.",
                    refused(talk.read()));
        }
    }

    @Test
    void halfAFrameIsWaitedForTenSeconds() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.socket().getOutputStream().write(new byte[] {0, 0});
            long begun = System.nanoTime();
            assertThrows(IOException.class, talk::read);
            long seconds = (System.nanoTime() - begun) / SECONDS.toNanos(1);
            assertTrue(seconds >= 8 && seconds <= 14, seconds + " s");
        }
    }

    /// Also of a handshake that comes byte by byte, each of them in time.
    @Test
    void halfAHandshakeIsWaitedForTenSeconds() throws Exception {
        byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        var open = new ArrayList<Socket>();
        long begunNs = System.nanoTime();
        try {
            for (int bytes : new int[] {0, 1, 5, hello.length, hello.length}) {
                var socket = new Socket();
                open.add(socket);
                socket.setSoTimeout(50);
                socket.connect(listener.address());
                socket.getOutputStream().write(hello, 0, bytes);
            }
            var drips = open.getLast();
            while (!open.isEmpty()) {
                long seconds = (System.nanoTime() - begunNs) / SECONDS.toNanos(1);
                assertTrue(seconds <= 14, open.size() + " are open after " + seconds + " s");
                for (var socket : List.copyOf(open)) {
                    if (goesOn(socket, socket.equals(drips))) continue;
                    assertTrue(seconds >= 8, "one is over after " + seconds + " s");
                    open.remove(socket);
                    socket.close();
                }
            }
        } finally {
            for (var socket : open) socket.close();
        }
        assertEquals("epoch", greeted(joined(ONE)).epoch());
    }

    private static boolean goesOn(Socket socket, boolean drips) throws IOException {
        try {
            if (drips) socket.getOutputStream().write(0);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException _) {
            return true;
        } catch (SocketException _) {
            return false; // it was closed with bytes of ours unread
        }
    }

    @Test
    void whoWasHereBeforeGetsInPastStrangers() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            talk.read(Frame.Welcome.class);
        }
        var held = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 12 * Admission.STRANGERS_OF_ADDRESS_MAX; i++) {
                var socket = new Socket();
                held.add(socket);
                socket.bind(new InetSocketAddress("127.0.1." + (i % 12 + 1), 0));
                socket.connect(listener.address());
            }
            try (var talk = node.connect()) {
                talk.wire().write(node.hello("epoch", 0));
                talk.read(Frame.Welcome.class);
            }
        } finally {
            for (var socket : held) socket.close();
        }
    }
}
