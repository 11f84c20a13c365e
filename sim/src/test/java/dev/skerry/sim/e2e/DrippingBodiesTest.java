package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Bodies that come and never end take a bounded part of a server's memory, however many there are.
class DrippingBodiesTest {
    private static final int AT_ONCE = 1_000;
    private static final int ROUNDS = 10;
    private static final int BODY_BYTES = 1_000_000;

    /// All of a body but its last byte.
    private static final byte[] MOST =
            "#".repeat(BODY_BYTES - 1).getBytes(StandardCharsets.US_ASCII);

    /// With a heap of 192 MiB ([Fleet]): 12 MiB of it are for bodies.
    private static final long RESIDENT_KIB_MAX = 420 * 1_024;

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private void drips(Fleet fleet, String token) {
        try {
            say(fleet, token);
        } catch (IOException _) {
            // it was answered before, and closed
        }
    }

    /// Sends all of a body but its last byte.
    private void say(Fleet fleet, String token) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), fleet.http);
        open.add(socket);
        var head =
                """
                POST /v1/jobs/validate HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/yaml\r
                Content-Length: %d\r
                \r
                """
                        .formatted(token, BODY_BYTES);
        var out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(MOST);
    }

    private static long residentKib(Child server) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", server.pid() + "", "status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.split("\\s+", -1)[1]);
        throw new IOException("no such process");
    }

    /// All of them were one caller's, who may have asked too much for the moment.
    private static boolean answers(Fleet fleet) throws Exception {
        try {
            return fleet.get("nodes").list().isEmpty();
        } catch (Failure _) {
            return false;
        }
    }

    @Test
    void manyOfThemTakeNoMoreThanAFew() throws Exception {
        try (var fleet = Fleet.start()) {
            var token = Files.readString(fleet.home.resolve("server/first.token")).strip();
            long before = residentKib(fleet.server());
            long most = 0;
            for (int round = 0; round < ROUNDS; round++) {
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < AT_ONCE; i++) threads.execute(() -> drips(fleet, token));
                }
                most = Math.max(most, residentKib(fleet.server()));
                assertTrue(fleet.server().alive(), fleet.server().said());
                if (round == 0) Await.until("it answers", () -> answers(fleet));
                for (var socket : open) socket.close();
                open.clear();
            }
            System.out.printf(
                    "%,d connections at a time that each drip a body of 1 MB, %,d in all: resident"
                            + " memory %,d MiB at most, %,d before%n",
                    AT_ONCE, AT_ONCE * ROUNDS, most / 1_024, before / 1_024);
            assertTrue(most < RESIDENT_KIB_MAX, most / 1_024 + " MiB resident");
            Await.until("it answers", () -> answers(fleet));
        } finally {
            for (var socket : open) socket.close();
        }
    }
}
