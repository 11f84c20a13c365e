package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.link.Frame;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A node that a person has removed leaves nothing in a server's memory.
class RemovedNodeTest extends LinkFixture {
    private void awaitKept(Set<String> nodes) {
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        while (!links.kept().equals(nodes)) {
            assertTrue(System.nanoTime() < deadline, "kept: " + links.kept());
            Thread.onSpinWait();
        }
    }

    /// The usual order: its agent is stopped, it is missed, it is removed.
    @Test
    void nothingIsKeptOfANodeThatWasMissedAndRemoved() throws Exception {
        greeted(joined(ONE));
        greeted(joined(TWO));
        await(now -> reachable(now, ONE) && reachable(now, TWO));
        awaitKept(Set.of(ONE, TWO));
        await(now -> !reachable(now, ONE) && !reachable(now, TWO));
        done(new ClusterMessage.RemoveNode(ONE));
        awaitKept(Set.of(TWO));
        assertEquals(Set.of(TWO), Set.copyOf(leader.now().of(CLUSTER).nodes().keys()));
    }

    /// It is counted as missed and sends on: it neither stays linked nor comes back.
    @Test
    void aNodeThatIsStillLinkedWhenItIsRemovedIsCutOff() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(now -> reachable(now, ONE));
            done(new ClusterMessage.Contact(ONE, false, 0));
            done(new ClusterMessage.RemoveNode(ONE));
            assertThrows(
                    IOException.class,
                    () -> {
                        while (true) {
                            talk.wire().write(new Frame.Ping());
                            var _ = talk.read();
                        }
                    });
        }
        awaitKept(Set.of());
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            var _ = talk.read(Frame.Refused.class);
        }
        links.heard(ONE);
        var _ = links.share(ONE);
        awaitKept(Set.of());
    }
}
