package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.MemoryLog;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.authority.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two agents with the identity of one node.
class CopiesTest {
    private static final Duration MISSED_AFTER = Duration.ofMinutes(10);

    @TempDir Path folder;
    private final ServerClock clock = new ServerClock();
    private final ServerMetrics metrics = new ServerMetrics();
    private final Leader leader = new Leader(ServerRooms.empty(), clock, metrics);
    private final MemoryLog log = new MemoryLog(leader.follower());
    private final BlockingQueue<ClusterFact.NodeCopied> copied = new LinkedBlockingQueue<>();
    private Authority authority;
    private NodeLinks links;
    private LinkListener listener;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        authority = new Authority(folder, List.of(), Duration.ofDays(30));
        leader.start(log, Throwable::printStackTrace);
        leader.listen((_, batch, _) -> {
            for (var fact : batch.facts(CLUSTER))
                if (fact instanceof ClusterFact.NodeCopied it) copied.add(it);
        });
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
        links = links(Duration.ofMinutes(2));
        listener = listener(links);
        node = joined("n-000000000001", listener);
    }

    private NodeLinks links(Duration pingEvery) throws InterruptedException {
        var contact = new ServerSettings.ContactSettings(pingEvery, MISSED_AFTER);
        var links =
                new NodeLinks(
                        leader, authority, clock, metrics, contact, "epoch", ServerRooms.usual());
        links.start();
        return links;
    }

    private LinkListener listener(NodeLinks links) throws IOException {
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new LinkListener(links, authority::context, at);
    }

    private TestNode joined(String id, LinkListener at) throws Exception {
        var fresh = authority.freshSecret();
        var issue = new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000);
        assertInstanceOf(
                Applied.Done.class, leader.submit(CLUSTER, issue, Caller.SERVERS).get(10, SECONDS));
        var made = new TestNode(id, at.address());
        assertInstanceOf(Frame.Certified.class, made.join(fresh.secret()));
        return made;
    }

    @AfterEach
    void stop() {
        listener.close();
        links.close();
        leader.close();
        log.close();
    }

    private static TestNode.Talk hello(TestNode node, String instance) throws Exception {
        var talk = node.connect();
        talk.wire().write(node.helloOf(instance));
        return talk;
    }

    private static void ping(TestNode.Talk talk) {
        try {
            talk.wire().write(new Frame.Ping());
        } catch (IOException e) {
            // the link has ended
        }
    }

    private static String address(TestNode.Talk talk) {
        return "127.0.0.1:" + talk.socket().getLocalPort();
    }

    @Test
    void aCopyIsHeldOffAndSaidOnce() throws Exception {
        try (var pinging = Executors.newSingleThreadScheduledExecutor();
                var first = hello(node, "a")) {
            first.read(Frame.Welcome.class);
            var _ = pinging.scheduleAtFixedRate(() -> ping(first), 0, 50, MILLISECONDS);
            var heldOff = "";
            for (int i = 0; i < 3; i++) {
                try (var second = hello(node, "b")) {
                    if (i == 0) heldOff = address(second);
                    var refused = assertInstanceOf(Frame.Refused.class, second.read());
                    assertTrue(refused.reason().contains(address(first)), refused.reason());
                    assertTrue(refused.reason().contains("empty data folder"), refused.reason());
                    assertTrue(refused.retry(), "the first may go");
                }
            }
            var said = copied.poll(10, SECONDS);
            assertEquals(new ClusterFact.NodeCopied(node.id, address(first), heldOff), said);
            assertEquals(0, copied.size(), "once");
            first.read(Frame.Pong.class);
            first.read(Frame.Pong.class);
            pinging.shutdownNow();
        }
        try (var second = hello(node, "b")) {
            var refused = assertInstanceOf(Frame.Refused.class, second.read());
            assertTrue(refused.reason().contains("a moment ago"), "the first may be started anew");
            assertTrue(refused.retry());
        }
        try (var first = hello(node, "c")) {
            first.read(Frame.Welcome.class);
        }
        var missed = new ClusterMessage.Contact(node.id, false, 0);
        assertInstanceOf(
                Applied.Done.class,
                leader.submit(CLUSTER, missed, Caller.SERVERS).get(10, SECONDS));
        try (var second = hello(node, "b")) {
            second.read(Frame.Welcome.class);
        }
    }

    @Test
    void anAgentThatWasStartedAnewIsLetInAtOnce() throws Exception {
        var first = hello(node, "a");
        first.read(Frame.Welcome.class);
        var second = hello(node, "b");
        ping(first); // what was said before the end is no sign of life
        first.close();
        try (second) {
            assertInstanceOf(Frame.Welcome.class, second.read());
            second.told(ServersSay.Sync.class);
        }
        assertEquals(0, copied.size());
    }

    @Test
    void aLinkOnWhichNobodySpeaksMakesWay() throws Exception {
        try (var quick = links(Duration.ofSeconds(1));
                var at = listener(quick)) {
            var other = joined("n-000000000002", at);
            try (var first = hello(other, "a")) {
                first.read(Frame.Welcome.class);
                try (var second = hello(other, "b")) {
                    assertInstanceOf(Frame.Welcome.class, second.read());
                }
                assertThrows(IOException.class, () -> first.read(Frame.Pong.class));
            }
        }
        assertEquals(0, copied.size());
    }

    @Test
    void anAgentThatHasLostItsLinkIsLetInAtOnce() throws Exception {
        try (var first = hello(node, "a")) {
            first.read(Frame.Welcome.class);
            try (var again = hello(node, "a")) {
                assertInstanceOf(Frame.Welcome.class, again.read());
            }
            assertThrows(IOException.class, () -> first.read(Frame.Pong.class));
        }
    }

    /// Agents of before do not say which start of theirs it is: the newest link stays.
    @Test
    void anAgentThatTellsNoInstanceIsLetIn() throws Exception {
        for (var instance : List.of("a", "", "", "b")) {
            try (var talk = hello(node, instance);
                    var next = hello(node, "")) {
                assertInstanceOf(Frame.Welcome.class, next.read());
                assertTrue(talk.socket().isBound());
            }
        }
        var tooLong = "x".repeat(65);
        try (var talk = hello(node, tooLong)) {
            var refused = assertInstanceOf(Frame.Refused.class, talk.read());
            assertTrue(refused.reason().contains("at most 64"), refused.reason());
        }
    }
}
