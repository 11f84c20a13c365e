package dev.skerry.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorwayTest {
    private static final Duration LATE = Duration.ofHours(1);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (var each : open.reversed()) each.close();
    }

    /// Answers each byte with itself; a `w` is a whole request.
    private InetSocketAddress door(Doorway.Limits limits) throws IOException {
        var listening = new ServerSocket(0, 64, InetAddress.ofLiteral("127.0.0.1"));
        var doorway = new Doorway(listening, limits, DoorwayTest::answer);
        open.add(doorway);
        doorway.open();
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private static void answer(Socket socket, Runnable asked) throws IOException {
        for (int next; (next = socket.getInputStream().read()) >= 0; ) {
            if (next == 'w') asked.run();
            socket.getOutputStream().write(next);
        }
    }

    /// One that is let in: it has its place before the next one asks.
    private Socket in(String from, InetSocketAddress door) throws IOException {
        var socket = new Socket();
        open.add(socket);
        socket.setSoTimeout(20_000);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(door);
        assertEquals('x', said(socket), "the next one always gets in");
        return socket;
    }

    /// What it is answered; -1: it was sent away.
    private static int said(Socket socket) throws IOException {
        return said(socket, 'x');
    }

    private static int said(Socket socket, char what) throws IOException {
        try {
            socket.getOutputStream().write(what);
            return socket.getInputStream().read();
        } catch (SocketException _) {
            return -1;
        }
    }

    /// Somebody whose connection is taken at the very moment is sent away as all others are.
    @Test
    void whoComesAsItClosesIsSentAway() throws Exception {
        for (int round = 0; round < 100; round++) {
            var listening = new ServerSocket(0, 64, InetAddress.ofLiteral("127.0.0.1"));
            var there = (InetSocketAddress) listening.getLocalSocketAddress();
            var come = new CopyOnWriteArrayList<Socket>();
            var limits = new Doorway.Limits(50, 50, LATE);
            var doorway = new Doorway(listening, limits, DoorwayTest::answer);
            doorway.open();
            var coming = Thread.ofPlatform().start(() -> comeUntilRefused(there, come));
            while (come.isEmpty() && coming.isAlive()) Thread.onSpinWait();
            doorway.close();
            coming.join();
            for (var socket : come)
                try (socket) {
                    socket.setSoTimeout(5_000);
                    while (said(socket) >= 0) {} // it is answered until then
                }
        }
    }

    private static void comeUntilRefused(InetSocketAddress there, List<Socket> come) {
        try {
            while (come.size() < 40) {
                var socket = new Socket();
                socket.connect(there, 1_000);
                come.add(socket);
            }
        } catch (IOException _) {
            // it listens no more
        }
    }

    @Test
    void whoHasHisShareLosesHisEldest() throws Exception {
        var door = door(new Doorway.Limits(8, 2, LATE));
        var other = in("127.0.0.2", door);
        var eldest = in("127.0.0.1", door);
        var next = in("127.0.0.1", door);
        var newest = in("127.0.0.1", door);
        assertEquals(-1, said(eldest));
        for (var still : List.of(other, next, newest)) assertEquals('x', said(still));
    }

    @Test
    void whoAskedStaysAsLongAsOthersDidNot() throws Exception {
        var door = door(new Doorway.Limits(8, 2, LATE));
        var first = in("127.0.0.1", door);
        assertEquals('w', said(first, 'w'));
        for (int i = 0; i < 20; i++) in("127.0.0.1", door);
        assertEquals('x', said(first));
        var second = in("127.0.0.1", door);
        assertEquals('w', said(second, 'w'));
        in("127.0.0.1", door);
        assertEquals(-1, said(first), "of two who asked the one that was here first");
        assertEquals('x', said(second));
    }

    @Test
    void whenAllAreTakenWhoHasMostLosesOne() throws Exception {
        var door = door(new Doorway.Limits(4, 3, LATE));
        var few = in("127.0.0.1", door);
        var eldest = in("127.0.0.2", door);
        in("127.0.0.2", door);
        in("127.0.0.2", door);
        var third = in("127.0.0.3", door);
        assertEquals(-1, said(eldest));
        assertEquals('x', said(few));
        assertEquals('x', said(third));
    }

    @Test
    void nobodyStaysForEver() throws Exception {
        var door = door(new Doorway.Limits(4, 4, Duration.ofMillis(300)));
        var socket = new Socket();
        open.add(socket);
        socket.setSoTimeout(20_000);
        socket.connect(door);
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void whoLeavesGivesHisPlaceBack() throws Exception {
        var door = door(new Doorway.Limits(2, 2, LATE));
        var stays = in("127.0.0.1", door);
        for (int i = 0; i < 20; i++) {
            var goes = in("127.0.0.2", door);
            goes.shutdownOutput();
            assertEquals(-1, goes.getInputStream().read());
        }
        assertEquals('x', said(stays));
    }
}
