package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.StreamReader;
import dev.skerry.server.authority.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenLinkTest extends LinkFixture {
    @Test
    void aTokenIsGoodForOneNode() throws Exception {
        var secret = token(3_600_000);
        assertInstanceOf(Frame.Certified.class, node(ONE).join(secret));
        assertTrue(refused(node(TWO).join(secret)).contains("used already"));
        assertTrue(refused(node(TWO).join("00".repeat(32))).contains("unknown"));
        var short1 = token(1_000);
        await(_ -> clock.tickMs() > 0);
        long over = System.nanoTime() + SECONDS.toNanos(1);
        while (System.nanoTime() < over) Thread.onSpinWait();
        assertTrue(refused(node(TWO).join(short1)).contains("expired"));
        assertEquals(1, leader.now().of(CLUSTER).nodes().size());
    }

    /// Ids are on every page: whoever has any token does not become a node that is out of range.
    @Test
    void aStrangerTakesNoMissedNodesPlace() throws Exception {
        var secret = token(3_600_000);
        assertInstanceOf(Frame.Certified.class, node(ONE).join(secret));
        assertTrue(refused(node(ONE).join(secret)).contains("with another key"));
        assertTrue(refused(node(ONE).join(token(3_600_000))).contains("for a new node"));
        var fresh = authority.freshSecret();
        done(new ClusterMessage.IssueToken(fresh.hash(), "lab", 3_600_000, ONE));
        assertTrue(
                refused(node(TWO).join(fresh.secret()))
                        .contains("made for node edge (" + ONE + ")"));
        assertInstanceOf(Frame.Certified.class, node(ONE).join(fresh.secret()));
        var known = leader.now().of(CLUSTER).nodes().find(ONE);
        assertEquals("default", known == null ? null : known.identity().pool());
    }

    @Test
    void aKeyThatNodesMayNotHaveSpendsNoToken() throws Exception {
        var secret = token(3_600_000);
        try (var talk = node(ONE).connect()) {
            var bad = Base64.getEncoder().encodeToString(new byte[91]);
            talk.wire().write(new Frame.Join(Frame.PROTOCOL, secret, ONE, "edge", "here", bad));
            assertTrue(refused(talk.read()).contains("P-256"));
        }
        assertInstanceOf(Frame.Certified.class, node(ONE).join(secret));
    }

    @Test
    void withoutACertificateThereIsOnlyJoining() throws Exception {
        var node = joined(ONE);
        var stranger = node(TWO);
        try (var talk = stranger.connect()) {
            talk.wire().write(node.hello("", 0));
            assertTrue(refused(talk.read()).contains("certificate is needed"));
        }
        try (var talk = stranger.connect()) {
            talk.wire().write(new Frame.Ping());
            assertTrue(refused(talk.read()).contains("first frame"));
        }
    }

    @Test
    void theCertificateSaysWhoItIs() throws Exception {
        joined(ONE);
        var two = joined(TWO);
        try (var talk = two.connect()) {
            talk.wire().write(node(ONE).hello("", 0));
            assertEquals("This certificate belongs to n-000000000002.", refused(talk.read()));
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNoCertificate() throws Exception {
        var node = joined(ONE);
        var other = new Authority(folder.resolve("other"), List.of(), Duration.ofDays(1));
        node.certified(
                other.certify(known(ONE).identity(), known(ONE).joining(), node.publicKey()));
        assertThrows(IOException.class, () -> greeted(node));
    }

    @Test
    void anExpiredCertificateIsNone() throws Exception {
        var node = joined(ONE);
        var brief = new Authority(folder, List.of(), Duration.ofSeconds(-1));
        node.certified(
                brief.certify(known(ONE).identity(), known(ONE).joining(), node.publicKey()));
        assertThrows(IOException.class, () -> greeted(node));
    }

    @Test
    void aRemovedNodeIsSentAway() throws Exception {
        var node = joined(ONE);
        greeted(node);
        await(cluster -> reachable(cluster, ONE));
        await(cluster -> !reachable(cluster, ONE));
        done(new ClusterMessage.RemoveNode(ONE));
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            assertEquals(Greeting.removed(), talk.read());
        }
    }

    /// The machine of before keeps its key: neither removing and joining anew nor another machine
    /// in its place makes it good again.
    @Test
    void aCertificateIsGoodForOneJoiningOnly() throws Exception {
        var first = joined(ONE);
        done(new ClusterMessage.RemoveNode(ONE));
        var second = joined(ONE);
        assertTrue(refusedHello(first).contains("has joined anew since"));
        try (var talk = second.connect()) {
            talk.wire().write(second.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
        }
        done(new ClusterMessage.Contact(ONE, false, 0));
        var fresh = authority.freshSecret();
        done(new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000, ONE));
        var third = node(ONE);
        assertInstanceOf(Frame.Certified.class, third.join(fresh.secret()));
        assertEquals(Greeting.superseded(known(ONE)).reason(), refusedHello(second));
        assertTrue(refusedHello(first).contains("`skerry node join-token --for-node " + ONE + "`"));
        try (var talk = third.connect()) {
            talk.wire().write(third.hello("", 0));
            talk.wire().write(new Frame.Renew(third.publicKey()));
            third.certified(talk.read(Frame.Certified.class));
        }
        assertEquals("epoch", greeted(third).epoch());
    }

    private static String refusedHello(TestNode node) throws Exception {
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            return refused(talk.read());
        }
    }

    /// A link that is open while another machine takes the node's place ends with it.
    @Test
    void anOpenLinkEndsWhenItsNodeJoinsAnew() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
            done(new ClusterMessage.Contact(ONE, false, 0));
            var fresh = authority.freshSecret();
            done(new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000, ONE));
            talk.wire().write(new Frame.Ping()); // no silence
            assertInstanceOf(Frame.Certified.class, node(ONE).join(fresh.secret()));
            assertEquals(Greeting.superseded(known(ONE)), talk.read(Frame.Refused.class));
            assertThrows(IOException.class, () -> talk.read(Frame.Certified.class));
        }
    }

    /// A node that joined before joinings had names has a certificate without one.
    @Test
    void aCertificateOfBeforeStaysGood() throws Exception {
        var node = node(ONE);
        var identity = new Node.Identity(ONE, "edge", "default", "here");
        node.certified(authority.certify(identity, "", node.publicKey()));
        assertEquals(Greeting.removed().reason(), refusedHello(node));
        var joined = CLUSTER.told(new ClusterFact.NodeJoined(identity, 0, 0, ""));
        var act = new Act(Caller.SERVERS, 0, List.of(joined));
        log.append(new Batch(1, 77, List.of(act))).get(10, SECONDS);
        await(cluster -> cluster.nodes().has(ONE));
        assertEquals("epoch", greeted(node).epoch());
    }

    Node known(String id) {
        var known = leader.now().of(CLUSTER).nodes().find(id);
        if (known == null) throw new AssertionError("no node " + id);
        return known;
    }

    @Test
    void aNodeIsReachableWhileItIsHeard() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            long beforeMs = System.currentTimeMillis();
            var welcome = talk.read(Frame.Welcome.class);
            assertEquals(
                    new Frame.Welcome(
                            Frame.PROTOCOL,
                            "epoch",
                            400,
                            3_000,
                            welcome.wallMs(),
                            List.of(CLUSTER.name())),
                    welcome);
            assertTrue(Math.abs(welcome.wallMs() - beforeMs) < 60_000, "it tells the time");
            await(cluster -> reachable(cluster, ONE));
            talk.wire().write(new Frame.Ping());
            talk.wire().write(new Frame.Ping());
            talk.wire().write(new Frame.Ping());
            talk.read(Frame.Pong.class);
        }
        await(cluster -> !reachable(cluster, ONE));
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            await(cluster -> reachable(cluster, ONE));
        }
    }

    @Test
    void theNewerOfTwoLinksStays() throws Exception {
        var node = joined(ONE);
        try (var older = node.connect();
                var newer = node.connect()) {
            older.wire().write(node.hello("", 0));
            older.read(Frame.Welcome.class);
            newer.wire().write(node.hello("", 0));
            newer.read(Frame.Welcome.class);
            assertThrows(IOException.class, () -> older.read(Frame.Pong.class));
            newer.wire().write(new Frame.Ping());
            newer.wire().write(new Frame.Ping());
            newer.wire().write(new Frame.Ping());
            newer.read(Frame.Pong.class);
        }
    }

    @Test
    void ordersComeWholeFirstAndThenAsChanges() throws Exception {
        var node = joined(ONE);
        long version;
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            var whole = talk.told(ServersSay.Sync.class);
            assertTrue(whole.whole());
            assertEquals(List.of(), whole.orders());
            place();
            var change = talk.told(ServersSay.Sync.class);
            assertTrue(!change.whole());
            assertEquals("badge.web[0]", change.orders().getFirst().slot().name());
            version = change.version();
        }
        var id = leader.now().of(CLUSTER).onNode(ONE).iterator().next();
        done(new ClusterMessage.StopAllocation(id));
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", version));
            var change = talk.told(ServersSay.Sync.class);
            assertTrue(!change.whole());
            assertEquals(List.of(id), change.orders().stream().map(it -> it.allocation()).toList());
            assertTrue(!change.orders().getFirst().desired().run());
        }
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("another epoch", version));
            assertTrue(talk.told(ServersSay.Sync.class).whole());
        }
    }

    @Test
    void reportsAreAcknowledgedOnceTheyAreInTheLog() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.say(new NodeSays.Described(NodeFacts.NONE));
            talk.say(new NodeSays.Report(7, List.of()));
            assertEquals(7, talk.told(ServersSay.Reported.class).number());
        }
    }

    /// An agent that is newer than this server: it has a room, a kind of frame and a report that
    /// nobody here knows.
    @Test
    void aNewerAgentKeepsItsLink() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            var cluster = Frame.Seen.nothing(CLUSTER.name());
            var flow = Frame.Seen.nothing("flow");
            talk.wire()
                    .write(
                            new Frame.Hello(
                                    Frame.PROTOCOL + 1,
                                    ONE,
                                    "9",
                                    "boot",
                                    "i",
                                    List.of(flow, cluster)));
            assertEquals(List.of(CLUSTER.name()), talk.read(Frame.Welcome.class).rooms());
            var later = new byte[] {0, 0, 0, 3, (byte) 200, 1, 2};
            talk.socket().getOutputStream().write(later);
            talk.wire().write(new Frame.To("flow", Lane.WORK, new byte[] {1}));
            var odd = "{\"dreamt\":{}}".getBytes(StandardCharsets.UTF_8);
            talk.wire().write(new Frame.To(CLUSTER.name(), Lane.WORK, odd));
            talk.wire().write(new Frame.Data(77, 0, new byte[16])); // a stream that nobody opened
            talk.wire().write(new Frame.Close(78, ""));
            talk.say(new NodeSays.Report(7, List.of()));
            assertEquals(7, talk.told(ServersSay.Reported.class).number());
        }
    }

    /// An agent that is older than this server, before there was the room.
    @Test
    void anAgentWithoutTheRoomIsLinkedAndToldNothingOfIt() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(new Frame.Hello(Frame.PROTOCOL, ONE, "0", "boot", "i", List.of()));
            talk.read(Frame.Welcome.class);
            place();
            for (int ping = 0; ping < Frame.Pong.PINGS; ping++) talk.wire().write(new Frame.Ping());
            assertEquals(new Frame.Pong(), talk.read());
        }
    }

    /// The node says it once on each link: the server has to go on asking its leader.
    @Test
    void whatTheLeaderCouldNotTakeIsTakenLater() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            await(cluster -> reachable(cluster, ONE));
            log.depose();
            await(_ -> !leader.leads());
            talk.say(new NodeSays.Described(Jobs.FACTS));
            talk.say(new NodeSays.Report(7, List.of()));
            log.lead();
            assertEquals(7, talk.told(ServersSay.Reported.class).number());
            var known = leader.now().of(CLUSTER).nodes().find(ONE);
            assertEquals(Jobs.FACTS, known == null ? null : known.facts());
        }
    }

    /// What was decided about a node's work while it was not part of the fleet is not remembered as
    /// changes.
    @Test
    void aNodeThatJoinsAgainIsToldEverything() throws Exception {
        var node = joined(ONE);
        long version;
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            await(cluster -> reachable(cluster, ONE));
            place();
            var sync = talk.told(ServersSay.Sync.class);
            while (sync.orders().isEmpty()) sync = talk.told(ServersSay.Sync.class);
            version = sync.version();
        }
        await(cluster -> !reachable(cluster, ONE));
        done(new ClusterMessage.RemoveNode(ONE));
        var again = joined(ONE);
        try (var talk = again.connect()) {
            talk.wire().write(again.hello("epoch", version));
            var sync = talk.told(ServersSay.Sync.class);
            assertTrue(sync.whole());
            for (var order : sync.orders()) assertFalse(order.desired().run(), "it was given up");
        }
    }

    @Test
    void metaAndRenewedCertificatesReachTheNode() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            assertEquals(Map.of(), talk.told(ServersSay.Meta.class).meta());
            done(new ClusterMessage.SetMeta(ONE, Map.of("room", "12")));
            assertEquals(Map.of("room", "12"), talk.told(ServersSay.Meta.class).meta());
            talk.wire().write(new Frame.Renew(node.publicKey()));
            node.certified(talk.read(Frame.Certified.class));
        }
        assertEquals("epoch", greeted(node).epoch());
    }

    NodeStreams.Opened output(LogRequest request) {
        var bytes = Codec.LOG_REQUEST.encode(request);
        return links.read(ONE, CLUSTER.name(), bytes, LogRequest.WINDOW_BYTES);
    }

    @Test
    void outputIsReadThroughTheLink() throws Exception {
        var node = joined(ONE);
        place();
        var id = leader.now().of(CLUSTER).onNode(ONE).iterator().next();
        var query = new LogRequest(id, "server", "stdout", 0, false);
        assertInstanceOf(
                Refusal.Unavailable.class,
                assertInstanceOf(NodeStreams.Opened.Refused.class, output(query)).refusal());
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.told(ServersSay.Sync.class);
            var opened = assertInstanceOf(NodeStreams.Opened.Reading.class, output(query));
            try (var reader = opened.reader()) {
                var open = talk.read(Frame.Open.class);
                assertEquals(LogRequest.WINDOW_BYTES, open.credit());
                assertEquals(query, Codec.LOG_REQUEST.decode(open.request()));
                var data = new byte[16 * 1024];
                for (long i = 0; i < 4; i++)
                    talk.wire().write(new Frame.Data(open.stream(), i * data.length, data));
                talk.wire().write(new Frame.Close(open.stream(), ""));
                for (int i = 0; i < 4; i++) {
                    var piece = reader.next(Duration.ofSeconds(10));
                    var got = assertInstanceOf(StreamReader.Incoming.Data.class, piece);
                    assertEquals((long) i * data.length, got.offset());
                    assertEquals(data.length, got.bytes().remaining());
                }
                assertEquals(
                        new Frame.Credit(open.stream(), 4L * data.length),
                        talk.read(Frame.Credit.class));
                assertEquals(
                        new StreamReader.Incoming.End(""), reader.next(Duration.ofSeconds(10)));
            }
        }
    }
}
