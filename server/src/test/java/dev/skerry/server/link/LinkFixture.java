package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.MemoryLog;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.authority.Authority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The links of a server, with nodes that tests make up.
class LinkFixture {
    static final String ONE = "n-000000000001";
    static final String TWO = "n-000000000002";

    @TempDir Path folder;
    final ServerClock clock = new ServerClock();
    final ServerMetrics metrics = new ServerMetrics();
    final List<ServerRoom> rooms;
    final Leader leader;
    final MemoryLog log;
    Authority authority;
    NodeLinks links;
    LinkListener listener;

    LinkFixture() {
        this(ServerRooms.usual());
    }

    LinkFixture(List<ServerRoom> rooms) {
        this.rooms = rooms;
        leader = new Leader(ServerRooms.empty(ServerRooms.saved(rooms)), clock, metrics);
        log = new MemoryLog(leader.follower());
    }

    @BeforeEach
    void start() throws Exception {
        authority = new Authority(folder, List.of(), Duration.ofDays(30));
        leader.start(opened(), Throwable::printStackTrace);
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
        var contact =
                new ServerSettings.ContactSettings(Duration.ofMillis(400), Duration.ofSeconds(3));
        links = new NodeLinks(leader, authority, clock, metrics, contact, "epoch", rooms);
        links.start();
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = new LinkListener(links, authority::context, at);
    }

    /// What the leader writes to.
    FactLog opened() {
        return log;
    }

    @AfterEach
    void stop() {
        listener.close();
        links.close();
        leader.close();
        log.close();
    }

    Applied submit(ClusterMessage message) throws Exception {
        return leader.submit(CLUSTER, message, Caller.SERVERS).get(10, SECONDS);
    }

    void done(ClusterMessage message) throws Exception {
        if (submit(message) instanceof Applied.Refused(var refusal))
            throw new AssertionError(refusal.sentence());
    }

    /// Something runs on the first node.
    void place() throws Exception {
        done(new ClusterMessage.Contact(ONE, true, 0));
        done(new ClusterMessage.Describe(ONE, Jobs.FACTS));
        done(new ClusterMessage.SubmitJob(Jobs.SPEC, 0));
        done(new ClusterMessage.Settle(Jobs.plan(leader.now().of(CLUSTER), ONE)));
    }

    String token(long lifeMs) throws Exception {
        var fresh = authority.freshSecret();
        var issued = submit(new ClusterMessage.IssueToken(fresh.hash(), "default", lifeMs));
        assertInstanceOf(Applied.Done.class, issued);
        return fresh.secret();
    }

    TestNode node(String id) throws Exception {
        return new TestNode(id, listener.address());
    }

    TestNode joined(String id) throws Exception {
        var node = node(id);
        assertInstanceOf(Frame.Certified.class, node.join(token(3_600_000)));
        return node;
    }

    Cluster await(Predicate<Cluster> condition) throws InterruptedException {
        var now = leader.now();
        long deadline = System.nanoTime() + SECONDS.toNanos(15);
        while (!condition.test(now.of(CLUSTER))) {
            assertTrue(System.nanoTime() < deadline, "it did not become so");
            now = leader.awaitNewer(now.index(), Duration.ofMillis(200));
        }
        return now.of(CLUSTER);
    }

    static boolean reachable(Cluster cluster, String node) {
        var known = cluster.nodes().find(node);
        return known != null && known.contact().reachable();
    }

    static String refused(Frame.FromServer answer) {
        return assertInstanceOf(Frame.Refused.class, answer).reason();
    }

    static Frame.Welcome greeted(TestNode node) throws Exception {
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            return talk.read(Frame.Welcome.class);
        }
    }
}
