package dev.skerry.sim.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig.Address;
import dev.skerry.agent.link.OwnIdentity;
import dev.skerry.agent.link.Uplink;
import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkTest {
    private static final long WAIT_S = 60;
    @TempDir Path folder;

    /// A link that breaks between the question and its answer must not be the last attempt: the
    /// node would be locked out when its certificate has run out.
    @Test
    void asksForItsNextCertificateUntilItHasIt() throws Exception {
        var asked = new CountDownLatch(2);
        try (var server = new BadServer(folder, wire -> untilRenew(wire, asked));
                var node = new Node(server)) {
            assertTrue(asked.await(WAIT_S, TimeUnit.SECONDS), "asked again after the link broke");
            assertNotNull(node);
        }
    }

    private static void untilRenew(
            Wire<Frame.FromNode, Frame.FromServer> wire, CountDownLatch asked) throws IOException {
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.Renew) {
                asked.countDown();
                return;
            }
            next = wire.read(Frame.BYTES_MAX);
        }
    }

    /// A server that calls every certificate due, or a clock that does: one question is enough.
    @Test
    void doesNotAskForItsNextCertificateWithoutEnd() throws Exception {
        var questions = new LinkedBlockingQueue<Integer>();
        var servers = new LinkedBlockingQueue<BadServer>();
        try (var server =
                        new BadServer(
                                folder, wire -> questions.add(renewals(servers.take(), wire)));
                var node = new Node(server)) {
            servers.add(server);
            assertEquals(1, questions.poll(WAIT_S, TimeUnit.SECONDS));
            assertNotNull(node);
        }
    }

    /// Answers, goes on talking, and counts until the node has heard all of it.
    private static int renewals(BadServer server, Wire<Frame.FromNode, Frame.FromServer> wire)
            throws Exception {
        int all = 0;
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.To) return all;
            if (next instanceof Frame.Renew(var publicKey)) {
                all++;
                wire.write(server.dueAtOnce(server.hellos.take().node(), publicKey));
                for (int i = 0; i < 20; i++) wire.write(says(new ServersSay.Meta(Map.of())));
                wire.write(says(new ServersSay.Reported(7)));
            }
            next = wire.read(Frame.BYTES_MAX);
        }
        return -1;
    }

    private static Frame.To says(ServersSay said) {
        return new Frame.To(CLUSTER.name(), Lane.WORK, Codec.SERVERS_SAY.encode(said));
    }

    /// A board without a clock battery wakes in 1970, long before its fleet was; another clock is
    /// years ahead. Both get in, and stay.
    @ParameterizedTest
    @ValueSource(ints = {20_000, 300, 1, -20, -300, -800})
    void aClockThatIsWrongShutsNobodyOut(int daysBehind) throws Exception {
        var clock = InstantSource.offset(InstantSource.system(), Duration.ofDays(daysBehind));
        try (var server = new BadServer(folder, clock, _ -> {});
                var node = new Node(server)) {
            for (int i = 0; i < 2; i++)
                assertNotNull(
                        server.hellos.poll(WAIT_S, TimeUnit.SECONDS), node.failures::toString);
            assertEquals(1, server.joins.size());
            assertTrue(Math.abs(node.serverWallMs - clock.millis()) < WAIT_S * 1_000);
        }
    }

    /// No clock is asked, but the node knows when it got its own certificate.
    @Test
    void aServersKeyOfLongAgoIsNotBelieved() throws Exception {
        var before = folder.resolve("before");
        var year = InstantSource.offset(InstantSource.system(), Duration.ofDays(-400));
        try (var old = new BadServer(before, year, _ -> {})) {
            assertTrue(old.port() > 0);
        }
        Files.createDirectory(folder.resolve("now"));
        Files.copy(before.resolve("authority.pem"), folder.resolve("now/authority.pem"));
        try (var server = new BadServer(folder.resolve("now"), _ -> {});
                var node = new Node(server)) {
            assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS), node.failures::toString);
        }
        try (var old = new BadServer(before, year, _ -> {});
                var node = new Node(old)) {
            var reason = node.failures.poll(WAIT_S, TimeUnit.SECONDS);
            assertTrue(String.valueOf(reason).contains("this is an old copy of it"), reason);
            assertEquals(0, old.hellos.size());
        }
    }

    /// A node that was removed is told to join again with a new token; so it must.
    @Test
    void joinsAgainWhenItsServersKnowItNoMore() throws Exception {
        try (var server = new BadServer(folder, wire -> assertNotNull(wire.read(1 << 20)))) {
            try (var node = new Node(server)) {
                assertNotNull(server.joins.poll(WAIT_S, TimeUnit.SECONDS));
                assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS));
                assertNotNull(node);
            }
            server.removes = true;
            server.hellos.clear();
            try (var node = new Node(server)) {
                var join = server.joins.poll(WAIT_S, TimeUnit.SECONDS);
                assertNotNull(join, "it joins");
                assertEquals(node.identity.node(), join.node());
                assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS), "and is welcome");
            }
        }
    }

    /// A server that is newer than this agent, and one that is older: both say what they say, and
    /// the link lives.
    @Test
    void aServerOfAnotherAgeIsNoReasonToLeave() throws Exception {
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(folder, wire -> ofAnotherAge(wire, heard));
                var node = new Node(server)) {
            var answer = heard.poll(WAIT_S, TimeUnit.SECONDS);
            assertEquals(ClusterNodePart.frame(new NodeSays.Synced(7)), answer);
            assertEquals(2, node.said.size(), node.said::toString);
            assertEquals(1, server.hellos.size(), "it did not leave");
        }
    }

    private static void ofAnotherAge(
            Wire<Frame.FromNode, Frame.FromServer> wire, BlockingQueue<Frame.FromNode> heard)
            throws IOException {
        for (int i = 0; i < 5; i++) {
            wire.write(new Frame.To("flow", Lane.STEER, new byte[] {1}));
            wire.write(new Frame.Open(3, "tunnel", 1_000, new byte[] {1}));
            var odd = "{\"dreamt\":{}}".getBytes(StandardCharsets.UTF_8);
            wire.write(new Frame.To(CLUSTER.name(), Lane.WORK, odd));
        }
        wire.write(says(new ServersSay.Reported(7)));
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.To) heard.add(next);
            next = wire.read(Frame.BYTES_MAX);
        }
    }

    /// Silence ends a link, also while the node is stuck in writing to it.
    @Test
    void leavesAServerThatDoesNotRead() throws Exception {
        var end = new CountDownLatch(1);
        try (var server = new BadServer(folder, _ -> end.await());
                var node = new Node(server)) {
            node.floods = true;
            assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS));
            var again = server.hellos.poll(WAIT_S, TimeUnit.SECONDS);
            end.countDown();
            assertNotNull(again, "the node says hello again");
        }
    }

    /// What is said once on each link is said again on the next one: none of it may be ended while
    /// the link goes on.
    @Test
    void leavesAServerThatTakesNoWork() throws Exception {
        var end = new CountDownLatch(1);
        try (var server = new BadServer(folder, _ -> end.await());
                var node = new Node(server)) {
            node.reports = true;
            assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS));
            var reason = node.downs.poll(WAIT_S, TimeUnit.SECONDS);
            var again = server.hellos.poll(WAIT_S, TimeUnit.SECONDS);
            end.countDown();
            assertNotNull(reason, "the link ends");
            assertNotNull(again, "the node says hello again");
            assertEquals(true, node.ended.poll(WAIT_S, TimeUnit.SECONDS));
        }
    }

    /// It has no part of it that would listen.
    @Test
    void saysNothingForARoomThatTheServerLacks() throws Exception {
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        try (var server = new BadServer(folder, wire -> heard.add(first(wire)));
                var node = new Node(server)) {
            node.speaksForFlow = true;
            assertEquals(
                    ClusterNodePart.frame(new NodeSays.Synced(1)),
                    heard.poll(WAIT_S, TimeUnit.SECONDS));
            assertEquals(List.of(false, true), node.flowThenCluster.poll(WAIT_S, TimeUnit.SECONDS));
        }
    }

    private static Frame.FromNode first(Wire<Frame.FromNode, Frame.FromServer> wire)
            throws IOException {
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.To) return next;
            next = wire.read(Frame.BYTES_MAX);
        }
        throw new IOException("it has gone");
    }

    /// Whatever those that it serves fail on, the link ends with it at most: the next one comes.
    @Test
    void aFaultOfOursEndsTheLinkAndNotTheUplink() throws Exception {
        try (var server = new BadServer(folder, wire -> wire.write(says(meta())));
                var node = new Node(server)) {
            node.fails = true;
            for (int i = 0; i < 3; i++)
                assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS), "hello " + i);
            var reason = String.valueOf(node.failures.poll(WAIT_S, TimeUnit.SECONDS));
            assertTrue(reason.contains("a fault of this agent (IllegalStateException"), reason);
        }
    }

    private static ServersSay.Meta meta() {
        return new ServersSay.Meta(Map.of());
    }

    /// Else each node of a fleet shakes hands twice a second for as long as that is wrong.
    @Test
    void aServerThatWelcomesAndLeavesIsDialledLaterAndLater() throws Exception {
        try (var server = new BadServer(folder, _ -> {})) {
            server.missedAfterMs = 60_000;
            try (var node = new Node(server)) {
                for (int i = 0; i < 4; i++)
                    assertNotNull(server.hellos.poll(WAIT_S, TimeUnit.SECONDS), "hello " + i);
                var longest = new ArrayList<Long>();
                while (longest.size() < 4) longest.add(node.pauses.poll(WAIT_S, TimeUnit.SECONDS));
                assertEquals(List.of(500L, 1_000L, 2_000L, 4_000L), longest);
            }
        }
    }

    /// A disk without room, or a folder that is in the way: the certificate that is there is good
    /// for long.
    @Test
    void aCertificateThatCannotBeKeptCostsNoLink() throws Exception {
        var heard = new LinkedBlockingQueue<Frame.FromNode>();
        var servers = new LinkedBlockingQueue<BadServer>();
        var inTheWay = folder.resolve("identity/certified.pem.new/x");
        try (var server =
                        new BadServer(
                                folder,
                                wire -> {
                                    Files.createDirectories(inTheWay);
                                    heard.add(renewed(servers.take(), wire));
                                });
                var node = new Node(server)) {
            servers.add(server);
            var answer = heard.poll(WAIT_S, TimeUnit.SECONDS);
            assertEquals(ClusterNodePart.frame(new NodeSays.Synced(7)), answer);
            var sentence = String.valueOf(node.said.poll(WAIT_S, TimeUnit.SECONDS));
            assertTrue(sentence.contains("cannot be kept"), sentence);
        }
    }

    private static Frame.FromNode renewed(
            BadServer server, Wire<Frame.FromNode, Frame.FromServer> wire) throws Exception {
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.To) return next;
            if (next instanceof Frame.Renew(var publicKey)) {
                wire.write(server.dueAtOnce(server.hellos.take().node(), publicKey));
                wire.write(says(new ServersSay.Reported(7)));
            }
            next = wire.read(Frame.BYTES_MAX);
        }
        throw new IOException("it has gone");
    }

    /// A server that could not certify it once may be able to an hour later, on the same link.
    @Test
    void aRefusedRenewalIsAskedForAgain() throws Exception {
        var asked = new CountDownLatch(2);
        var node = new LinkedBlockingQueue<Node>();
        try (var server = new BadServer(folder, wire -> refuseOnce(wire, asked, node.take().late));
                var it = new Node(server)) {
            node.add(it);
            assertTrue(asked.await(WAIT_S, TimeUnit.SECONDS), it.failures::toString);
            assertEquals(1, server.hellos.size(), "on the same link");
        }
    }

    private static void refuseOnce(
            Wire<Frame.FromNode, Frame.FromServer> wire, CountDownLatch asked, AtomicLong late)
            throws IOException {
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.Renew) {
                asked.countDown();
                if (asked.getCount() == 0) return;
                wire.write(new Frame.Refused("the authority is not here", true));
                wire.write(says(new ServersSay.Reported(7)));
            }
            if (next instanceof Frame.To) { // the refusal has come before
                late.set(TimeUnit.HOURS.toMillis(2));
                wire.write(says(meta()));
            }
            next = wire.read(Frame.BYTES_MAX);
        }
    }

    /// A node's uplink, as its agent has it.
    private final class Node implements Uplink.Served, AutoCloseable {
        private final OwnIdentity identity;
        private final Uplink uplink;
        private final Thread thread;
        private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> downs = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> pauses = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        private final BlockingQueue<List<Boolean>> flowThenCluster = new LinkedBlockingQueue<>();

        /// So much later it is for the node than it was.
        private final AtomicLong late = new AtomicLong();

        private volatile boolean fails;
        private volatile boolean floods;
        private volatile boolean reports;
        private volatile boolean speaksForFlow;
        private volatile long serverWallMs;

        Node(BadServer server) throws IOException {
            identity = OwnIdentity.open(folder.resolve("identity"));
            uplink =
                    new Uplink(
                            new Uplink.Settings(
                                    List.of(new Address("127.0.0.1", server.port())),
                                    server.token(),
                                    "shed",
                                    "dc1"),
                            identity,
                            this,
                            () -> System.nanoTime() / 1_000_000 + late.get(),
                            new Pauses());
            thread = Thread.ofPlatform().daemon().start(uplink);
        }

        /// Draws the shortest pause, and notes how long it may have been.
        private final class Pauses implements RandomGenerator {
            @Override
            public long nextLong() {
                throw new IllegalStateException("a pause has bounds");
            }

            @Override
            public long nextLong(long least, long bound) {
                pauses.add(bound - 1);
                return least;
            }
        }

        @Override
        public Frame.Hello hello() {
            var rooms = List.of(Frame.Seen.nothing(CLUSTER.name()));
            return new Frame.Hello(Frame.PROTOCOL, identity.node(), "0", "boot", "i", rooms);
        }

        @Override
        public void up(Frame.Welcome welcome, long askedTickMs, List<String> lacking) {
            serverWallMs = welcome.wallMs();
            var piece = new byte[16 * 1024];
            for (int i = 0; floods && i < 2_000; i++) uplink.send(new Frame.Data(1, 0, piece));
            var work = new Frame.To(CLUSTER.name(), Lane.WORK, piece);
            for (int i = 0; reports && i < 2_000; i++)
                if (!uplink.send(work)) {
                    reports = false;
                    ended.add(!uplink.send(new Frame.Ping())); // of another lane, which has room
                }
            if (!speaksForFlow) return;
            boolean flow = uplink.send(new Frame.To("flow", Lane.WORK, new byte[1]));
            flowThenCluster.add(
                    List.of(flow, uplink.send(ClusterNodePart.frame(new NodeSays.Synced(1)))));
        }

        @Override
        public void told(String room, byte[] body) throws Malformed {
            if (fails) throw new IllegalStateException("nobody thought of it");
            if (Codec.SERVERS_SAY.decode(body) instanceof ServersSay.Reported(var number))
                uplink.send(ClusterNodePart.frame(new NodeSays.Synced(number)));
        }

        @Override
        public void stream(Uplink.Reading reading) {}

        @Override
        public void say(String sentence) {
            said.add(sentence);
        }

        @Override
        public void answered(long saidTickMs) {}

        @Override
        public void down(String reason, long silentSinceTickMs) {
            downs.add(reason);
        }

        @Override
        public void failed(String reason) {
            failures.add(reason);
        }

        @Override
        public void close() {
            uplink.close();
            LockSupport.unpark(thread);
            try {
                thread.join(); // what it writes is in a folder that goes
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
