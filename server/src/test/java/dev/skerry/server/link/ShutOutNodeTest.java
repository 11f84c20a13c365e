package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Applied;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// A node that says something in the moment in which it is shut out: on its link, which is still
/// open, the leader refuses it, since it has promised by then that nothing of the node is taken.
class ShutOutNodeTest extends LinkFixture {
    private final Keeping keeping = new Keeping(log);
    private final CountDownLatch heard = new CountDownLatch(1);
    private volatile boolean deaf;

    ShutOutNodeTest() {
        leader.listen((_, _, _) -> {
            if (deaf) await(heard); // and with it all that listen after it, as links do
        });
    }

    @Override
    FactLog opened() {
        return keeping;
    }

    /// Keeps back what is appended until it is let go.
    private static final class Keeping implements FactLog {
        private final FactLog log;
        private final List<Runnable> kept = new ArrayList<>();
        private final CompletableFuture<Batch> first = new CompletableFuture<>();
        private boolean keeps;

        Keeping(FactLog log) {
            this.log = log;
        }

        synchronized void keep() {
            keeps = true;
        }

        synchronized void letGo() {
            keeps = false;
            kept.forEach(Runnable::run);
            kept.clear();
        }

        @Override
        public synchronized CompletableFuture<Long> append(Batch batch) {
            if (!keeps) return log.append(batch);
            var done = new CompletableFuture<Long>();
            kept.add(() -> {
                var _ =
                        log.append(batch)
                                .whenComplete((index, lost) -> {
                                    if (lost == null) done.complete(index);
                                    else done.completeExceptionally(lost);
                                });
            });
            first.complete(batch);
            return done;
        }

        @Override
        public void close() {} // that is closed by itself
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRefusals(long count) {
        long deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (metrics.messages().refused().sum() < count) {
            assertTrue(System.nanoTime() < deadline, "nothing was refused");
            Thread.onSpinWait();
        }
    }

    @Test
    void whatItSaysIsNotAcknowledgedAndIsTakenWhenItIsLetIn() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            await(cluster -> reachable(cluster, ONE));
            talk.say(new NodeSays.Report(6, List.of()));
            assertEquals(6, talk.told(ServersSay.Reported.class).number());
            keeping.keep();
            var revoked =
                    leader.submit(CLUSTER, new ClusterMessage.RevokeNode(ONE), Caller.SERVERS);
            keeping.first.get(10, SECONDS);
            long refusals = metrics.messages().refused().sum();
            talk.say(new NodeSays.Report(7, List.of()));
            awaitRefusals(refusals + 1);
            deaf = true; // so that an acknowledgement would come before the end of the link
            keeping.letGo();
            assertInstanceOf(Applied.Done.class, revoked.get(10, SECONDS));
            talk.wire().write(new Frame.Ping());
            assertEquals(Greeting.revoked(known()), firstButNews(talk));
        } finally {
            heard.countDown();
        }
        await(cluster -> !reachable(cluster, ONE));
        var own = new Caller(Caller.Kind.NODE, ONE);
        var describe = new ClusterMessage.Describe(ONE, Jobs.FACTS);
        var refused = (Applied.Refused) leader.submit(CLUSTER, describe, own).get(10, SECONDS);
        assertInstanceOf(Refusal.Forbidden.class, refused.refusal());
        itSaysItAgain();
    }

    /// Until it is acknowledged.
    private void itSaysItAgain() throws Exception {
        var fresh = authority.freshSecret();
        done(new ClusterMessage.IssueToken(fresh.hash(), "default", 3_600_000, ONE));
        var again = node(ONE);
        assertInstanceOf(Frame.Certified.class, again.join(fresh.secret()));
        try (var talk = again.connect()) {
            talk.wire().write(again.hello("", 0));
            talk.say(new NodeSays.Report(7, List.of()));
            assertEquals(7, talk.told(ServersSay.Reported.class).number());
        }
    }

    /// What it is told next, but for its orders and its meta.
    private static Frame.FromServer firstButNews(TestNode.Talk talk) throws Exception {
        while (true) {
            var frame = talk.read();
            if (!(frame instanceof Frame.To to)) return frame;
            if (Codec.SERVERS_SAY.decode(to.body()) instanceof ServersSay.Reported) return frame;
        }
    }

    private Node known() {
        var known = leader.now().of(CLUSTER).nodes().find(ONE);
        if (known == null) throw new AssertionError("it is known");
        return known;
    }
}
