package dev.skerry.sim.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig.Address;
import dev.skerry.agent.link.Identity;
import dev.skerry.agent.link.Uplink;
import dev.skerry.cluster.link.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            dev.skerry.cluster.codec.Wire<Frame.FromNode, Frame.FromServer> wire,
            CountDownLatch asked)
            throws IOException {
        for (var next = wire.read(Frame.BYTES_MAX); next != null; ) {
            if (next instanceof Frame.Renew) {
                asked.countDown();
                return;
            }
            next = wire.read(Frame.BYTES_MAX);
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

    /// A node's uplink, as its agent has it.
    private final class Node implements Uplink.Events, AutoCloseable {
        private final Identity identity;
        private final Uplink uplink;
        private volatile boolean floods;

        Node(BadServer server) throws IOException {
            identity = Identity.open(folder.resolve("identity"));
            uplink =
                    new Uplink(
                            new Uplink.Settings(
                                    List.of(new Address("127.0.0.1", server.port())),
                                    server.token(),
                                    "shed",
                                    "dc1"),
                            identity,
                            this,
                            () -> System.nanoTime() / 1_000_000,
                            new SplittableRandom(1));
            Thread.ofPlatform().daemon().start(uplink);
        }

        @Override
        public Frame.Hello hello() {
            return new Frame.Hello(Frame.PROTOCOL, identity.node(), "0", "boot", "", 0);
        }

        @Override
        public void up(Frame.Welcome welcome, long askedTickMs) {
            var piece = Base64.getEncoder().encodeToString(new byte[16 * 1024]);
            for (int i = 0; floods && i < 2_000; i++) uplink.send(new Frame.LogData(1, 0, piece));
        }

        @Override
        public void came(Frame.FromServer frame) {}

        @Override
        public void answered(long saidTickMs) {}

        @Override
        public void down(String reason, long silentSinceTickMs) {}

        @Override
        public void failed(String reason) {}

        @Override
        public void close() {
            uplink.close();
        }
    }
}
