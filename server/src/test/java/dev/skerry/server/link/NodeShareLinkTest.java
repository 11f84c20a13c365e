package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What one node can do to a server with what it says.
class NodeShareLinkTest extends LinkFixture {
    private final AtomicInteger described = new AtomicInteger();

    private static NodeSays facts(int number) {
        return new NodeSays.Described(Jobs.FACTS.with(List.of("trouble " + number)));
    }

    private boolean shows(int number) {
        var known = leader.now().of(CLUSTER).nodes().find(ONE);
        var trouble = List.of("trouble " + number);
        return known != null && known.facts().extra().troubles().equals(trouble);
    }

    /// Three hundred in a moment, on one link after another.
    @Test
    void aNodeThatChangesAllTheTimeIsAFewEntriesOfTheLog() throws Exception {
        leader.listen((_, batch, _) -> {
            for (var fact : batch.facts(CLUSTER))
                if (fact instanceof ClusterFact.NodeDescribed) described.incrementAndGet();
        });
        var node = joined(ONE);
        for (int link = 0; link < 3; link++) {
            try (var talk = node.connect()) {
                talk.wire().write(node.hello("epoch", 0));
                talk.read(Frame.Welcome.class);
                for (int i = 0; i < 100; i++) talk.say(facts(100 * link + i));
                talk.say(new NodeSays.Report(7, List.of()));
                assertEquals(7, talk.told(ServersSay.Reported.class).number());
                if (link < 2) continue;
                long deadline = System.nanoTime() + SECONDS.toNanos(60);
                for (; !shows(299); talk.read(Frame.Pong.class)) {
                    for (int i = 0; i < Frame.Pong.PINGS; i++) talk.wire().write(new Frame.Ping());
                    assertTrue(System.nanoTime() < deadline, "the last one counts");
                }
            }
        }
        long deadline = System.nanoTime() + SECONDS.toNanos(60);
        while (described.get() < 4) { // whoever listens is told after the state shows it
            assertTrue(System.nanoTime() < deadline, "the first at once, and the last");
            Thread.onSpinWait();
        }
        assertTrue(described.get() < 20, described + " entries");
    }

    /// Of a later build: it waits for the answer before it goes on with its next report.
    @Test
    void aReportThatMeansNothingHereIsAnsweredSoThatItsNodeGoesOn() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            talk.read(Frame.Welcome.class);
            var dreaming = "{\"allocation\":\"a1\",\"observed\":{\"status\":\"DREAMING\"}}";
            talk.wire().write(odd("{\"report\":{\"number\":8,\"changes\":[" + dreaming + "]}}"));
            assertEquals(8, talk.told(ServersSay.Reported.class).number());
            talk.wire().write(odd("{\"dreamt\":{\"number\":9}}"));
            talk.wire().write(odd("{\"report\":{\"number\":{}}}"));
            talk.wire().write(odd("no JSON"));
            talk.say(new NodeSays.Report(10, List.of()));
            assertEquals(10, talk.told(ServersSay.Reported.class).number(), "nothing else was");
        }
    }

    private static Frame.To odd(String body) {
        return new Frame.To(CLUSTER.name(), Lane.WORK, body.getBytes(UTF_8));
    }
}
