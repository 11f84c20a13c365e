package dev.skerry.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A module of C that listens at two ports, sees two folders, and is told line by line what to do.
@Timeout(120)
class SocketCallsTest {
    private static final int FIRST = 1 << 20;
    private static final String BAD = "Bad file descriptor";
    private static final String AGAIN = "Resource temporarily unavailable";
    private static final String NOTHING_OF_SOCKETS = "Not supported";
    private static final String INVALID = "Invalid argument";

    @TempDir static Path made;
    private static Path module;

    @TempDir Path directory;
    private List<Integer> ports;
    private OutputStream orders;
    private BufferedReader answers;
    private CompletableFuture<ModuleEnd> end;

    @BeforeAll
    static void compile() throws Exception {
        module = Modules.compiled("sockets", made);
    }

    @BeforeEach
    void begin() throws Exception {
        begin(List.of(free(), free()));
    }

    private void begin(List<Integer> listen) throws Exception {
        ports = listen;
        var folders = new LinkedHashMap<String, Path>();
        for (var name : List.of("a", "b"))
            folders.put(name, Files.createDirectories(directory.resolve(name)));
        var to = Pipe.open();
        var from = Pipe.open();
        var asked = new HostOrders(module, 256, 0, folders, listen, List.of());
        end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> run(asked, to.source(), from.sink()));
        orders = Channels.newOutputStream(to.sink());
        answers = new BufferedReader(Channels.newReader(from.source(), UTF_8));
    }

    private void run(HostOrders asked, Pipe.SourceChannel from, Pipe.SinkChannel to) {
        try (var in = Channels.newInputStream(from);
                var out = Channels.newOutputStream(to)) {
            end.complete(new ModuleHost(asked, Map.of(), in, out, out).run());
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        orders.write('\n');
        assertEquals(ModuleEnd.own(0), end.get(1, TimeUnit.MINUTES));
    }

    private static int free() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String told(String order) throws Exception {
        orders.write((order + "\n").getBytes(UTF_8));
        return String.valueOf(answers.readLine());
    }

    private Socket come(int port) throws Exception {
        told("status 3"); // it has begun
        return new Socket(InetAddress.getLoopbackAddress(), ports.get(port));
    }

    private static void say(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String heard(Socket socket, int count) throws Exception {
        return new String(socket.getInputStream().readNBytes(count), UTF_8);
    }

    @Test
    void eachPortHasADescriptorInItsOrder() throws Exception {
        try (var second = come(1);
                var first = come(0)) {
            assertEquals("" + FIRST, told("accept 4"));
            assertEquals("" + (FIRST + 1), told("accept 3"));
            say(second, "second");
            assertEquals("6 second", told("recv " + FIRST));
            say(first, "first");
            assertEquals("5 first", told("read " + (FIRST + 1)));
            assertEquals("5", told("send " + FIRST + " hello"));
            assertEquals("2", told("write " + FIRST + " no"));
            assertEquals("6", told("gather " + FIRST + " gather"));
            assertEquals("hellonogather", heard(second, 13));
        }
        assertEquals("0 ", told("recv " + FIRST));
    }

    @Test
    void whatDoesNotWaitIsToldToComeAgain() throws Exception {
        assertEquals("type 6", told("status 3"));
        assertEquals("0", told("flags 3 1"));
        assertEquals("type 6, not waiting", told("status 3"));
        assertEquals(AGAIN, told("accept 3"));
        try (var client = come(0)) {
            assertEquals("0", told("flags 3 0"));
            assertEquals("" + FIRST, told("accept 3 1"));
            assertEquals("type 6, not waiting", told("status " + FIRST));
            assertEquals(AGAIN, told("recv " + FIRST));
            assertEquals("0", told("send " + FIRST));
            assertEquals("0", told("flags " + FIRST + " 0"));
            say(client, "x");
            assertEquals("1 x", told("recv " + FIRST));
        }
        try (var client = come(0)) {
            assertEquals("" + (FIRST + 1), told("accept 3"));
            assertEquals("type 6", told("status " + (FIRST + 1)));
            assertTrue(client.isConnected());
        }
    }

    /// What nobody reads is not written without end.
    @Test
    void whatTakesNoMoreIsToldToComeAgain() throws Exception {
        try (var client = come(0)) {
            assertEquals("" + FIRST, told("accept 3 1"));
            assertEquals(AGAIN, told("fill " + FIRST));
            assertTrue(client.isConnected());
        }
    }

    @Test
    void eachSideIsShutByItself() throws Exception {
        try (var client = come(0)) {
            assertEquals("" + FIRST, told("accept 3"));
            assertEquals("0", told("shutdown %d 2".formatted(FIRST)));
            assertEquals("", heard(client, 1));
            assertEquals("Broken pipe", told("send " + FIRST + " x"));
            say(client, "still");
            assertEquals("5 still", told("recv " + FIRST));
            assertEquals("0", told("shutdown %d 1".formatted(FIRST)));
            assertEquals("0 ", told("recv " + FIRST));
            assertEquals(INVALID, told("shutdown 3 3"));
        }
    }

    @Test
    void whoLeftInAngerIsNoErrorOfTheMachine() throws Exception {
        for (var order : List.of("recv", "send")) {
            var client = come(0);
            var descriptor = told("accept 3");
            if (order.equals("send")) say(client, "unread");
            client.setSoLinger(true, 0);
            client.close();
            assertEquals("Connection reset by peer", told(order + " " + descriptor + " 0"), order);
            if (order.equals("send"))
                assertEquals("Broken pipe", told(order + " " + descriptor + " 0"));
        }
    }

    @Test
    void whatIsClosedIsNoDescriptorAnyMore() throws Exception {
        try (var client = come(0)) {
            assertEquals("" + FIRST, told("accept 3"));
            assertEquals("0", told("close " + FIRST));
            assertEquals("", heard(client, 1));
            for (var order : List.of("recv", "send", "close", "accept", "status"))
                assertEquals(BAD, told(order + " " + FIRST), order);
            assertEquals(BAD, told("shutdown %d 2".formatted(FIRST)));
        }
        try (var client = come(0)) {
            assertEquals("" + FIRST, told("accept 3")); // its number is free again
            assertTrue(client.isConnected());
        }
        assertEquals("0", told("close 4"));
        assertEquals(BAD, told("accept 4"));
        assertEquals("type 6", told("status 3"));
    }

    @Test
    void whatIsNoSocketIsNone() throws Exception {
        for (int descriptor : List.of(0, 2, 5, 6, 7, -1))
            for (var order : List.of("accept %d", "recv %d", "send %d x", "shutdown %d 2"))
                assertEquals(BAD, told(order.formatted(descriptor)), order + descriptor);
    }

    @Test
    void oneThatIsListenedAtCarriesNothing() throws Exception {
        try (var client = come(0)) {
            for (var order : List.of("recv 3", "send 3 x", "read 3", "write 3 x"))
                assertEquals(INVALID, told(order), order);
            assertEquals("" + FIRST, told("accept 3"));
            assertEquals(INVALID, told("accept " + FIRST));
            assertEquals(NOTHING_OF_SOCKETS, told("recv " + FIRST + " 1")); // to peek
            assertEquals(NOTHING_OF_SOCKETS, told("seek 3"));
            assertEquals("Not a directory", told("openat 3 x"));
            assertEquals("Not a directory", told("openat " + FIRST + " x"));
            assertTrue(client.isConnected());
        }
    }

    @Test
    void noMoreAreTakenThanThereIsRoomFor() throws Exception {
        var clients = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 1_024; i++) {
                clients.add(come(0));
                assertEquals("" + (FIRST + i), told("accept 3"));
            }
            assertEquals("Too many open files in system", told("accept 3"));
            assertEquals("0", told("close " + (FIRST + 7)));
            clients.add(come(0));
            assertEquals("" + (FIRST + 7), told("accept 3"));
        } finally {
            for (var client : clients) client.close();
        }
    }

    /// Sockets are 3 and 4, folders 5 and 6.
    @Test
    void filesComeBehindSockets() throws Exception {
        Files.writeString(directory.resolve("a/x"), "of a");
        Files.writeString(directory.resolve("b/y"), "of b");
        assertEquals("type 3", told("type 5"));
        assertEquals("7", told("open a/x"));
        assertEquals("8", told("openat 6 y"));
        assertEquals("4 of b", told("read 8"));
        assertEquals("4 of a", told("read 7"));
        assertEquals("3", told("seek 7 3"));
        assertEquals("1 a", told("read 7"));
        assertEquals("type 4, a file", told("status 7"));
        assertEquals("0", told("close 7"));
        assertEquals(BAD, told("read 7"));
        assertEquals("No such file or directory", told("openat 6 x"));
    }

    @Test
    void filesGoFromFolderToFolder() throws Exception {
        Files.writeString(directory.resolve("a/x"), "of a");
        assertEquals("0", told("rename a/x b/x"));
        assertEquals("of a", Files.readString(directory.resolve("b/x")));
        assertEquals("0", told("renameto 6 5"));
        assertEquals("of a", Files.readString(directory.resolve("a/x")));
        assertEquals("Not a directory", told("renameto 3 5"));
        assertEquals(NOTHING_OF_SOCKETS, told("renameto 5 3"));
        assertEquals("of a", Files.readString(directory.resolve("a/x")));
        Files.writeString(directory.resolve("b/y"), "of b");
        assertEquals("0", told("link b/y a/z"));
        assertEquals("of b", Files.readString(directory.resolve("a/z")));
        assertEquals("0", told("symlink y b/s"));
        assertEquals("of b", Files.readString(directory.resolve("b/s")));
    }

    @Test
    void whatIsRenamedReplacesWhatMayBeReplaced() throws Exception {
        Files.writeString(directory.resolve("a/x"), "new");
        Files.writeString(directory.resolve("a/y"), "old");
        assertEquals("0", told("rename a/x a/y"));
        assertEquals("new", Files.readString(directory.resolve("a/y")));
        assertEquals("No such file or directory", told("rename a/x a/y"));
        Files.createDirectories(directory.resolve("a/d/e"));
        Files.createDirectories(directory.resolve("a/f"));
        assertEquals("Is a directory", told("rename a/y a/f"));
        assertEquals("Directory not empty", told("rename a/f a/d"));
        assertEquals("0", told("rename a/d a/f"));
        assertTrue(Files.isDirectory(directory.resolve("a/f/e")));
        assertEquals("Permission denied", told("rename a/y a/../../y"));
    }

    @Test
    void aFileIsGivenAnothersNumberAndASocketIsNot() throws Exception {
        Files.writeString(directory.resolve("a/x"), "of x");
        Files.writeString(directory.resolve("a/y"), "of y");
        assertEquals("7", told("open a/x"));
        assertEquals("8", told("open a/y"));
        assertEquals("0", told("renumber 8 7"));
        assertEquals("4 of y", told("read 7"));
        assertEquals(BAD, told("read 8"));
        assertEquals(NOTHING_OF_SOCKETS, told("renumber 7 3"));
        assertEquals(NOTHING_OF_SOCKETS, told("renumber 3 7"));
        assertEquals("type 6", told("status 3"));
    }

    @Test
    void filesArePolledByTheirNumbers() throws Exception {
        Files.writeString(directory.resolve("a/x"), "of a");
        assertEquals("7", told("open a/x"));
        assertEquals("7 ready", told("poll 7"));
        assertEquals(BAD, told("poll 3"));
        assertEquals(BAD, told("poll 9"));
        assertEquals("4096", told("many 4096"));
        assertEquals(INVALID, told("many 4097"));
    }
}
