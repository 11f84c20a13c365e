package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.ServerSettings.ContactSettings;
import dev.skerry.server.authority.Authority;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a certificate is worth on a link that stays.
class CertifiedLinkTest extends LinkFixture {
    private static final Duration BRIEF = Duration.ofSeconds(4);

    /// With a certificate that is good for a moment only.
    private TestNode brief() throws Exception {
        var node = joined(ONE);
        var known = leader.now().of(CLUSTER).nodes().find(ONE);
        if (known == null) throw new AssertionError("it has joined");
        var authority = new Authority(folder, List.of(), BRIEF);
        node.certified(authority.certify(known.identity(), known.joining(), node.publicKey()));
        return node;
    }

    /// It goes on as before until then, and reports at last.
    @Test
    void aLinkEndsWithItsCertificate() throws Exception {
        var node = brief();
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            talk.read(Frame.Welcome.class);
            long deadline = System.nanoTime() + SECONDS.toNanos(60);
            assertThrows(
                    IOException.class,
                    () -> {
                        for (long number = 1; ; number++) {
                            talk.say(new NodeSays.Report(number, List.of()));
                            var answer = talk.told(ServersSay.Reported.class);
                            assertEquals(number, answer.number());
                            assertTrue(System.nanoTime() < deadline, "it goes on for ever");
                        }
                    });
        }
    }

    /// A node's TLS goes on with the session of before, and shows nobody its certificate again.
    @Test
    void nobodyIsLetInWithACertificateThatHasRunOut() throws Exception {
        var node = brief();
        assertEquals("epoch", greeted(node).epoch());
        long deadline = System.nanoTime() + SECONDS.toNanos(60);
        while (letIn(node)) assertTrue(System.nanoTime() < deadline, "it is let in for ever");
    }

    private static boolean letIn(TestNode node) throws Exception {
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            if (talk.read() instanceof Frame.Welcome) return true;
        } catch (IOException _) {
            // TLS says so itself
        }
        return false;
    }

    /// Whoever has asked for the next one in time comes back with it.
    @Test
    void theNextCertificateIsGoodWhenTheLastHasRunOut() throws Exception {
        var node = brief();
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            talk.wire().write(new Frame.Renew(node.publicKey()));
            node.certified(talk.read(Frame.Certified.class));
        }
        assertEquals("epoch", greeted(node).epoch());
    }

    /// Each costs the server a signature.
    @Test
    void aNodeThatAsksForCertificatesAllTheTimeGetsAFew() throws Exception {
        var node = joined(ONE);
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("epoch", 0));
            talk.read(Frame.Welcome.class);
            talk.socket().setSoTimeout(2_000);
            for (int i = 0; i < 200; i++) talk.wire().write(new Frame.Renew(node.publicKey()));
            int certified = 0;
            try {
                while (true) {
                    talk.read(Frame.Certified.class);
                    assertTrue(++certified < 20, "it gets as many as it asks for");
                }
            } catch (IOException _) {
                // nothing for two seconds, or it was missed
            }
            assertTrue(certified >= 5, certified + " certificates");
        }
    }

    /// A node that is asked to ping seldom is silent for as long.
    @ParameterizedTest
    @CsvSource({"12s, 25s, 50000", "70s, 200s, 400000", "2m, 5m, 600000", "12h, 24h, 172800000"})
    void aLinkIsAsPatientAsItsNodeIsSilent(String ping, String missed, int silenceMaxMs) {
        var contact =
                new ContactSettings(Duration.parse("PT" + ping), Duration.parse("PT" + missed));
        assertEquals(silenceMaxMs, NodeLinks.silenceMaxMs(contact));
    }
}
