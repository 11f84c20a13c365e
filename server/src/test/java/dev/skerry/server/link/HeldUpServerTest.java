package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.link.Frame;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A server that is held up reads nothing, and takes no node for missed because of it.
class HeldUpServerTest extends LinkFixture {
    private static final long HELD_UP_NS = SECONDS.toNanos(7);
    private static final long PING_NS = 300_000_000;

    @Test
    void aNodeThatSpeaksIsNotMissedByWhoDoesNotRead() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            talk.read(Frame.Welcome.class);
            await(cluster -> reachable(cluster, ONE));
            var busy = new AtomicBoolean(true);
            var hogs = new ArrayList<Thread>();
            // what reads links runs on as many threads of the system as there are processors
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++)
                hogs.add(Thread.ofVirtual().start(() -> spin(busy)));
            try {
                speaks(talk, HELD_UP_NS);
            } finally {
                busy.set(false);
            }
            for (var hog : hogs) hog.join();
            speaks(talk, HELD_UP_NS / 2);
        }
    }

    private static void spin(AtomicBoolean busy) {
        while (busy.get()) Thread.onSpinWait();
    }

    private void speaks(TestNode.Talk talk, long ns) throws Exception {
        long untilNs = System.nanoTime() + ns;
        while (System.nanoTime() < untilNs) {
            talk.wire().write(new Frame.Ping());
            assertTrue(reachable(leader.now().of(CLUSTER), ONE), "it is missed");
            LockSupport.parkNanos(PING_NS);
        }
    }
}
