package dev.skerry.example.badge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The badge as Skerry runs it: a process of its own that is told by SIGTERM to go.
@Timeout(60)
class ProcessTest {
    @TempDir Path directory;
    private Path device;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void createDevice() throws IOException {
        device = Files.createFile(directory.resolve("epd0"));
    }

    @AfterEach
    void kill() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void termLetsAnOpenRequestFinishAndLeavesTheDisplayClear() throws Exception {
        var process = start(Samples.environment("BAEDGE_HARDWARE_DEVICE", device.toString()));
        int port = port(process.inputReader());
        try (var socket = connect(port)) {
            socket.setSoTimeout(10_000);
            say(
                    socket,
                    "POST /v1/device/write HTTP/1.1\r\nHost: badge\r\nExpect: 100-continue\r\n");
            say(socket, "Content-Type: application/x-www-form-urlencoded\r\n");
            say(socket, "Content-Length: 12\r\n\r\n");
            var answer = socket.getInputStream();
            assertEquals("HTTP/1.1 100", new String(answer.readNBytes(12), StandardCharsets.UTF_8));

            assertTrue(process.supportsNormalTermination());
            process.destroy(); // SIGTERM; the request is open, its body is still to come
            awaitRefusal(port);
            say(socket, "screen=event");
            var rest = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(rest.contains("HTTP/1.1 200 OK"), rest);
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        assertEquals(22 * 264, Files.size(device));
        for (var row : Files.readAllBytes(device)) assertEquals((byte) 0xFF, row);
    }

    @Test
    void termDoesNotWaitForAPeerThatSaysNothingMore() throws Exception {
        var process = start(Samples.environment("BAEDGE_HARDWARE_DEVICE", device.toString()));
        try (var socket = connect(port(process.inputReader()))) {
            socket.setSoTimeout(10_000);
            say(socket, "POST /v1/device/clear HTTP/1.1\r\nHost: badge\r\n");
            say(socket, "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
            assertTrue(socket.getInputStream().read() > 0);

            long began = System.nanoTime();
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            long tookSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            assertTrue(tookSeconds <= Badge.DRAIN_SECONDS_MAX + 2, tookSeconds + " s");
        }
        assertEquals(0, process.exitValue());
    }

    @Test
    void aWrongSettingEndsWithTwoAndOneLine() throws Exception {
        var process = start(Samples.environment("BAEDGE_SERVER_PORT", "badge"));
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
        assertEquals(
                "refused to start: BAEDGE_SERVER_PORT is `badge`; right would be: "
                        + "a port from 1 to 65535, or 0 for any free one",
                process.inputReader().readLine());
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            var process = start(Samples.environment("BAEDGE_SERVER_PORT", Integer.toString(port)));
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(2, process.exitValue());
            assertEquals(
                    "refused to start: cannot listen on 127.0.0.1:%d: Address already in use"
                            .formatted(port),
                    process.inputReader().readLine());
        }
    }

    private Process start(Map<String, String> environment) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        var builder = new ProcessBuilder(java, "-XX:+UseSerialGC", "-Xmx16m", "-cp", classes);
        builder.command().add(Badge.class.getName());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static int port(BufferedReader log) throws IOException {
        var line = log.readLine();
        assertTrue(line != null && line.contains("listening on 127.0.0.1:"), line);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    /// Until the port takes no more connections: the drain has begun.
    private static void awaitRefusal(int port) throws InterruptedException {
        var pause = new Object();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (System.nanoTime() < until) {
            try (var _ = connect(port)) {
                synchronized (pause) {
                    pause.wait(10);
                }
            } catch (IOException _) {
                return;
            }
        }
        throw new AssertionError("port " + port + " still accepts");
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
