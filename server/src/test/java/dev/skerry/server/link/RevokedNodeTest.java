package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Applied;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// A node that somebody has shut out: its link, its certificate, its tokens, and its way back.
class RevokedNodeTest extends LinkFixture {
    private Node known() {
        var known = leader.now().of(CLUSTER).nodes().find(ONE);
        if (known == null) throw new AssertionError("it is known");
        return known;
    }

    private static String refusedHello(TestNode node) throws Exception {
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            return refused(talk.read());
        }
    }

    @Test
    void itsLinkEndsWithTheReasonAndItIsMissedAtOnce() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
            place();
            long beganNs = System.nanoTime();
            done(new ClusterMessage.RevokeNode(ONE));
            assertEquals(Greeting.revoked(known()), talk.read(Frame.Refused.class));
            assertThrows(IOException.class, () -> talk.read(Frame.Certified.class));
            await(cluster -> !reachable(cluster, ONE));
            long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
            assertTrue(tookMs < 2_500, "long before it would be missed: " + tookMs + " ms");
        }
        assertEquals(Greeting.revoked(known()).reason(), refusedHello(node));
    }

    /// It goes on to speak and never reads: its link ends all the same.
    @Test
    void nothingOfItIsTakenMeanwhile() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
            done(new ClusterMessage.RevokeNode(ONE));
            assertThrows(
                    IOException.class,
                    () -> {
                        long deadline = System.nanoTime() + SECONDS.toNanos(10);
                        while (System.nanoTime() < deadline) {
                            talk.wire().write(new Frame.Ping());
                            talk.wire().write(new Frame.Renew(node.publicKey()));
                        }
                    });
        }
        await(cluster -> !reachable(cluster, ONE));
        var own = new Caller(Caller.Kind.NODE, ONE);
        var said = new ClusterMessage.Describe(ONE, Jobs.FACTS);
        var applied = leader.submit(CLUSTER, said, own).get(10, SECONDS);
        var refused = assertInstanceOf(Applied.Refused.class, applied);
        assertInstanceOf(Refusal.Forbidden.class, refused.refusal());
    }

    @Test
    void itComesBackWithATokenThatIsMadeForItOnly() throws Exception {
        var node = node(ONE);
        var first = token(3_600_000);
        assertInstanceOf(Frame.Certified.class, node.join(first));
        done(new ClusterMessage.RevokeNode(ONE));
        assertTrue(refused(node(ONE).join(first)).startsWith("The join token is unknown here."));
        assertTrue(refused(node(ONE).join(token(3_600_000))).contains("is for a new node"));
        var fresh = authority.freshSecret();
        done(new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000, ONE));
        var again = node(ONE);
        assertInstanceOf(Frame.Certified.class, again.join(fresh.secret()));
        assertEquals(Greeting.superseded(known()).reason(), refusedHello(node));
        try (var talk = again.connect()) {
            talk.wire().write(again.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
        }
    }

    /// It was heard a moment ago, and joins again at once.
    @Test
    void itIsHeardAgainAsSoonAsItIsBack() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            await(cluster -> reachable(cluster, ONE));
            done(new ClusterMessage.RevokeNode(ONE));
            await(cluster -> !reachable(cluster, ONE));
        }
        var fresh = authority.freshSecret();
        done(new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000, ONE));
        var again = node(ONE);
        assertInstanceOf(Frame.Certified.class, again.join(fresh.secret()));
        try (var talk = again.connect()) {
            talk.wire().write(again.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
        }
    }
}
