package dev.skerry.sim.link;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.Agent;
import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentRooms;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole agent whose clock and that of its server are apart. The machine's own clock cannot be
/// moved, so the server's is.
class WrongClockOfAnAgentTest {
    private static final long WAIT_S = 60;
    private static final String APART = "this machine's clock says ";

    private static final Pattern BOTH =
            Pattern.compile("clock says (.{19}), the server's (.{19}) \\(UTC\\)");

    @TempDir Path folder;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final AtomicLong aheadMs = new AtomicLong();
    private final InstantSource clock = () -> Instant.now().plusMillis(aheadMs.get());
    private Path home;

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectory(folder.resolve("server"));
    }

    /// To whoever reads its output, and to the servers with its facts; gone when a server has said
    /// the same time.
    @ParameterizedTest
    @ValueSource(ints = {2, -2, 24})
    void aWrongClockIsATroubleUntilItIsRight(int hoursAhead) throws Exception {
        aheadMs.set(Duration.ofHours(hoursAhead).toMillis());
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(home, clock, wire -> hears(wire, heard));
                var agent = start(server.port(), server.token())) {
            await("it tells the servers", () -> troubled(agent));
            var both = BOTH.matcher(words());
            assertTrue(both.find(), words());
            var apart = Duration.between(time(both.group(1)), time(both.group(2)));
            assertTrue(Math.abs(apart.toMinutes() - hoursAhead * 60L) <= 1, words());
            aheadMs.set(0); // the link ends, and the next one begins with another welcome
            await("it is well again", () -> !troubled(agent));
            assertTrue(server.hellos.size() >= 2, "by the word of a server");
        }
    }

    private static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    @Test
    void clocksThatAgreeAreNoTrouble() throws Exception {
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(home, clock, wire -> hears(wire, heard));
                var agent = start(server.port(), server.token())) {
            assertNotNull(poll(heard)); // it has heard the time before it says anything
            assertFalse(troubled(agent), words());
            assertFalse(words().contains(APART), words());
        }
    }

    /// By the server's clock the certificate is old; by the node's own it would be good for an hour
    /// more.
    @Test
    void theNextCertificateIsAskedForByTheServersClock() throws Exception {
        aheadMs.set(Duration.ofHours(2).toMillis());
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(home, clock, wire -> hears(wire, heard))) {
            server.renewAtWallMs = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
            try (var agent = start(server.port(), server.token())) {
                boolean asked = false;
                for (int frames = 0; frames < 20 && !asked; frames++)
                    asked = poll(heard) instanceof Frame.Renew;
                assertTrue(asked, words());
                assertNotNull(agent);
            }
        }
    }

    /// By the node's own clock it would be due since an hour.
    @Test
    void noCertificateIsAskedForTooSoon() throws Exception {
        aheadMs.set(Duration.ofHours(-2).toMillis());
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(home, clock, wire -> hears(wire, heard))) {
            server.renewAtWallMs = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
            try (var agent = start(server.port(), server.token())) {
                for (int pings = 0; pings < 2; ) {
                    var next = poll(heard);
                    assertFalse(next instanceof Frame.Renew, "not yet");
                    if (next instanceof Frame.Ping) pings++;
                }
                assertTrue(agent.connected(), words());
            }
        }
    }

    /// Whoever comes back after its certificate has ended, or with a clock that is ahead, reads
    /// both times: either may be what is wrong.
    @Test
    void whoseCertificateHasRunOutReadsBothTimes() throws Exception {
        aheadMs.set(Duration.ofDays(-400).toMillis());
        int port;
        try (var server = new BadServer(home, clock, _ -> {})) {
            port = server.port();
            try (var agent = start(port, server.token())) {
                assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS), words());
                assertNotNull(agent);
            }
        }
        said.reset();
        try (var agent = start(port, "")) {
            await("it says so", () -> words().contains("the node's certificate ended at "));
            var year = Instant.now().toString().substring(0, 10);
            assertTrue(words().contains("this machine's clock says " + year), words());
            assertTrue(words().contains("set the clock if it is wrong, or join again"), words());
            assertFalse(agent.connected());
        }
    }

    /// Until its clock is set.
    private void hears(
            Wire<Frame.FromNode, Frame.FromServer> wire, BlockingQueue<Frame.FromNode> heard)
            throws IOException {
        long before = aheadMs.get();
        for (var next = wire.read(Frame.BYTES_MAX); next != null && aheadMs.get() == before; ) {
            heard.add(next);
            if (next instanceof Frame.Ping) wire.write(new Frame.Pong());
            next = wire.read(Frame.BYTES_MAX);
        }
    }

    private Frame.FromNode poll(BlockingQueue<Frame.FromNode> heard) throws InterruptedException {
        var next = heard.poll(WAIT_S, TimeUnit.SECONDS);
        assertNotNull(next, "the node says something: " + words());
        return next;
    }

    private Agent start(int port, String token) throws Exception {
        var flags = new ArrayList<String>();
        flags.add("--servers=127.0.0.1:" + port);
        flags.add("--data=" + folder.resolve("node"));
        flags.add("--http=none");
        if (!token.isEmpty()) flags.add("--token=" + token);
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        var config = AgentConfig.parse(flags, "shed");
        return Agent.start(config, AgentRooms.usual(), "0", out);
    }

    private static boolean troubled(Agent agent) {
        return agent.facts().extra().troubles().stream().anyMatch(it -> it.startsWith(APART));
    }

    private String words() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private void await(String what, Callable<Boolean> condition) throws Exception {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!condition.call()) {
            assertTrue(System.nanoTime() - untilNs < 0, what + ": " + words());
            LockSupport.parkNanos(20_000_000);
        }
    }
}
