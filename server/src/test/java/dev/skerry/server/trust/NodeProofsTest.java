package dev.skerry.server.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.codec.IdentityText;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityHead;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.server.authority.Authority;
import dev.skerry.trust.server.task.TaskProofs.Looked;
import dev.skerry.trust.server.task.TaskProofs.ProvenTask;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What tasks show, and others who would like to be one. Keys and certificates are real.
class NodeProofsTest {
    private static final String ONE = "n-000000000001";
    private static final String TWO = "n-000000000002";
    private static final String SUBJECT = "shop/till/main/a17";

    @TempDir Path folder;
    private Authority authority;
    private Signer one;
    private Signer two;
    private Cluster cluster = Cluster.EMPTY;

    /// Both may be another by the time that they are asked.
    private Instant now = Instant.now();

    private NodeProofs proofs;

    /// A node as far as it signs.
    ///
    /// @param certificate DER, base64
    private record Signer(KeyPair keys, String certificate) {}

    @BeforeEach
    void begin() throws Exception {
        authority = authority("fleet");
        one = signer(authority, ONE, "first");
        two = signer(authority, TWO, "first");
        cluster = cluster(node(ONE, "first", 0), Status.RUNNING);
        proofs = new NodeProofs(authority, () -> cluster, () -> now.toEpochMilli());
    }

    private Authority authority(String name) throws Exception {
        return new Authority(folder.resolve(name), List.of(), Duration.ofDays(30), () -> now);
    }

    private static Signer signer(Authority by, String node, String joining) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var open = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        var identity = new Node.Identity(node, "edge", "default", "here");
        var pem = by.certify(identity, joining, open).certificates();
        var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        var own = CertificateFactory.getInstance("X.509").generateCertificate(in);
        return new Signer(keys, Base64.getEncoder().encodeToString(own.getEncoded()));
    }

    private static Node node(String id, String joining, long revokedWallMs) {
        return new Node(
                new Node.Identity(id, "edge", "default", "here"),
                NodeFacts.NONE,
                Map.of(),
                Node.Scheduling.OPEN,
                new Node.Contact(true, 0, 0, 0, List.of()),
                joining,
                revokedWallMs,
                Node.Reserved.NONE);
    }

    /// With `a17` of `shop/till` on the first node, and `a18` of `shop/safe` on the second.
    private static Cluster cluster(Node first, Status status) {
        return Cluster.restored(
                new Cluster.Passed(18, 0, Absences.NONE),
                List.of(first, node(TWO, "first", 0)),
                List.of(),
                List.of(
                        allocation("a17", "till", ONE, status),
                        allocation("a18", "safe", TWO, Status.RUNNING)),
                List.of(),
                List.of(),
                Recalls.NONE);
    }

    private static Allocation allocation(String id, String job, String node, Status status) {
        return new Allocation(
                id,
                new Allocation.Slot(new JobKey("shop", job), 1, "main", 0),
                node,
                Map.of(),
                Resources.NONE,
                Allocation.Desired.of(true, "", 0, 1),
                Allocation.Observed.of(status, true, "", 0, 0, Map.of()),
                new Allocation.Lineage(null, null, List.of(), 0, 0, 0));
    }

    private IdentityClaims claims(String subject) {
        long at = now.getEpochSecond();
        return new IdentityClaims(
                IdentityClaims.fleet(authority.fingerprint()),
                subject,
                List.of("skerry"),
                at,
                at + 3_600);
    }

    private static String signed(Signer by, IdentityClaims claims) throws Exception {
        return signed(by, IdentityHead.of(by.certificate), claims);
    }

    private static String signed(Signer by, IdentityHead head, IdentityClaims claims)
            throws Exception {
        var open = IdentityText.open(IdentityText.head(head), claims);
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(by.keys.getPrivate());
        signature.update(open.getBytes(StandardCharsets.US_ASCII));
        return IdentityText.closed(open, signature.sign());
    }

    private ProvenTask right(String text) {
        return switch (proofs.look(text)) {
            case Looked.Right(var task) -> task;
            case Looked.Wrong(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private void wrong(String sentence, String text) {
        assertEquals(new Looked.Wrong(sentence), proofs.look(text), text);
    }

    @Test
    void aTaskIsWhoItsNodeSays() throws Exception {
        var text = signed(one, claims(SUBJECT));
        var task = right(text);
        assertEquals("shop", task.namespace());
        assertEquals("till", task.job());
        assertEquals("a17", task.allocation());
        assertEquals((now.getEpochSecond() + 3_600) * 1_000, task.expiresWallMs());
        assertTrue(task.stands());
        assertSame(task, right(text), "what is proven is not verified again with each request");
        assertEquals("safe", right(signed(two, claims("shop/safe/main/a18"))).job());
    }

    @Test
    void whatIsForgedIsRefused() throws Exception {
        var good = signed(one, claims(SUBJECT));
        var other = signed(one, claims("shop/till/main/a16"));
        var signature = good.substring(good.lastIndexOf('.'));
        var parts = other.substring(0, other.lastIndexOf('.'));
        wrong(NodeProofs.NOT_OURS, parts + signature); // the signature of another
        var zeros = IdentityText.closed(good.substring(0, good.lastIndexOf('.')), new byte[64]);
        wrong(NodeProofs.NOT_OURS, zeros);
        var key = new Signer(two.keys, one.certificate); // under another's certificate
        wrong(NodeProofs.NOT_OURS, signed(key, claims(SUBJECT)));
        for (var alg : List.of("none", "None", "HS256", "ES384", "RS256", "")) {
            var head = new IdentityHead(alg, "JWT", List.of(one.certificate));
            wrong(NodeProofs.MISSHAPEN, signed(one, head, claims(SUBJECT)));
        }
        wrong(NodeProofs.MISSHAPEN, good.substring(0, good.lastIndexOf('.') + 1));
        wrong(NodeProofs.MISSHAPEN, good + "A");
        wrong(NodeProofs.MISSHAPEN, "eyJ");
    }

    @Test
    void whoseCertificateIsNotOfTheFleetIsNobody() throws Exception {
        var others = authority("others");
        wrong(NodeProofs.NOT_OURS, signed(signer(others, ONE, "first"), claims(SUBJECT)));
        for (var chain :
                List.of(
                        List.<String>of(),
                        List.of(one.certificate, one.certificate),
                        List.of(""),
                        List.of("?"),
                        List.of("AAAA"),
                        List.of(one.certificate + "AAAA")))
            wrong(
                    NodeProofs.NOT_OURS,
                    signed(one, new IdentityHead("ES256", "JWT", chain), claims(SUBJECT)));
    }

    /// Of the servers themselves, and of the authority.
    @Test
    void onlyNodesSayWhoIsATask() throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        for (var file : List.of("server.pem", "authority.pem")) {
            var text = Files.readString(folder.resolve("fleet").resolve(file));
            var pem = text.substring(text.indexOf("-----BEGIN CERTIFICATE-----"));
            var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            var shown = factory.generateCertificate(in).getEncoded();
            var body = text.substring(text.indexOf('\n') + 1, text.indexOf("-----END PRIVATE"));
            var der = Base64.getMimeDecoder().decode(body);
            var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
            var own = new KeyPair(one.keys.getPublic(), key);
            var signer = new Signer(own, Base64.getEncoder().encodeToString(shown));
            wrong(NodeProofs.NOT_OURS, signed(signer, claims(SUBJECT)));
        }
    }

    @Test
    void whatIsForOthersIsRefused() throws Exception {
        var good = claims(SUBJECT);
        var fleet = IdentityClaims.fleet("0".repeat(64));
        var wrongs = new ArrayList<IdentityClaims>();
        wrongs.add(new IdentityClaims(fleet, SUBJECT, good.aud(), good.iat(), good.exp()));
        wrongs.add(new IdentityClaims("", SUBJECT, good.aud(), good.iat(), good.exp()));
        wrongs.add(new IdentityClaims(good.iss(), SUBJECT, List.of(), good.iat(), good.exp()));
        var vault = List.of("vault", "Skerry");
        wrongs.add(new IdentityClaims(good.iss(), SUBJECT, vault, good.iat(), good.exp()));
        for (var each : wrongs) wrong(NodeProofs.OTHER_FLEET, signed(one, each));
        var both = List.of("vault", "skerry");
        right(signed(one, new IdentityClaims(good.iss(), SUBJECT, both, good.iat(), good.exp())));
    }

    @Test
    void itIsGoodForAnHour() throws Exception {
        var text = signed(one, claims(SUBJECT));
        var task = right(text);
        now = now.plusSeconds(3_599);
        right(text);
        assertTrue(task.stands());
        now = now.plusSeconds(2);
        wrong(NodeProofs.OVER, text);
        assertFalse(task.stands());
        long at = now.getEpochSecond();
        for (var life :
                new long[][] {
                    {at, at + 3_601},
                    {at + 61, at + 120},
                    {Long.MIN_VALUE, Long.MAX_VALUE},
                    {Long.MAX_VALUE, Long.MAX_VALUE},
                    {0, at + 1}
                }) wrong(NodeProofs.TOO_LONG, signed(one, lasting(life[0], life[1])));
        wrong(NodeProofs.OVER, signed(one, lasting(at + 10, at)));
        right(signed(one, lasting(at + 59, at + 120))); // clocks differ a little
    }

    private IdentityClaims lasting(long iat, long exp) {
        var good = claims(SUBJECT);
        return new IdentityClaims(good.iss(), SUBJECT, good.aud(), iat, exp);
    }

    @Test
    void aNodeSpeaksForItsOwnAllocationsOnly() throws Exception {
        wrong(NodeProofs.NO_SUCH, signed(two, claims(SUBJECT)));
        for (var subject :
                List.of(
                        "shop/safe/main/a18",
                        "shop/safe/main/a17",
                        "bank/till/main/a17",
                        "shop/till/other/a17",
                        "shop/till/main/a99",
                        "shop/till/main/A17"))
            wrong(NodeProofs.NO_SUCH, signed(one, claims(subject)));
        wrong(NodeProofs.MISSHAPEN, signed(one, claims("a17")));
    }

    @Test
    void anAllocationThatHasEndedIsNobody() throws Exception {
        var text = signed(one, claims(SUBJECT));
        var task = right(text);
        for (var status : Status.values()) {
            cluster = cluster(node(ONE, "first", 0), status);
            assertEquals(!status.terminal(), task.stands(), status + "");
            if (status.terminal()) wrong(NodeProofs.NO_SUCH, text);
            else right(text);
        }
    }

    @Test
    void aNodeThatIsOutSpeaksForNobody() throws Exception {
        var text = signed(one, claims(SUBJECT));
        var task = right(text);
        cluster = cluster(node(ONE, "first", 77), Status.RUNNING);
        wrong(NodeProofs.NODE_OUT, text); // revoked
        assertFalse(task.stands());
        cluster = cluster(node(ONE, "second", 0), Status.RUNNING);
        wrong(NodeProofs.NODE_OUT, text); // another machine has its place
        assertFalse(task.stands());
        right(signed(signer(authority, ONE, "second"), claims(SUBJECT)));
        cluster = cluster(node("n-000000000003", "first", 0), Status.RUNNING);
        wrong(NodeProofs.NODE_OUT, text); // removed
        assertFalse(task.stands());
    }

    @Test
    void aCertificateThatHasRunOutSignsNothing() throws Exception {
        now = now.plus(Duration.ofDays(30)).minusSeconds(100);
        var text = signed(one, claims(SUBJECT));
        var task = right(text);
        now = now.plusSeconds(200);
        wrong(NodeProofs.NOT_OURS, text);
        assertFalse(task.stands());
        assertInstanceOf(Looked.Wrong.class, proofs.look(signed(one, claims(SUBJECT))));
        now = now.minus(Duration.ofDays(40)); // nor before it has begun
        wrong(NodeProofs.NOT_OURS, signed(one, claims(SUBJECT)));
    }
}
