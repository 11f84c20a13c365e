package dev.skerry.server.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.state.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
    static final String NODE = "n-000000000001";

    @TempDir Path folder;

    Authority open(String... names) throws Exception {
        return new Authority(folder.resolve("authority"), List.of(names), Duration.ofDays(30));
    }

    static String key(String algorithm, String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (!curve.isEmpty()) generator.initialize(new ECGenParameterSpec(curve));
        return Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    }

    @Test
    void itStaysTheSameAndKeepsItsFilesToItself() throws Exception {
        var first = open().fingerprint();
        assertEquals(first, open().fingerprint());
        var file = folder.resolve("authority/authority.pem");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    /// A server may run for years: nodes that check its certificate must not be locked out.
    @Test
    void theServersCertificateIsRenewedWhileItRuns() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        var authority = new Authority(folder, List.of(), Duration.ofDays(30), now::get);
        var first = authority.context();
        now.updateAndGet(it -> it.plus(Duration.ofDays(240)));
        assertSame(first, authority.context());
        now.updateAndGet(it -> it.plus(Duration.ofDays(10)));
        assertNotSame(first, authority.context());
        var until =
                Certificates.certificate(Files.readString(folder.resolve("server.pem")))
                        .getNotAfter()
                        .toInstant();
        assertTrue(until.isAfter(now.get().plus(Duration.ofDays(364))));
    }

    @Test
    void theServersCertificateFollowsItsNames() throws Exception {
        open();
        var file = folder.resolve("authority/server.pem");
        var before = Files.readString(file);
        open();
        assertEquals(before, Files.readString(file));
        open("edge.example");
        var after = Files.readString(file);
        assertNotEquals(before, after);
        var names = Certificates.certificate(after).getSubjectAlternativeNames();
        assertTrue(String.valueOf(names).contains("edge.example"), () -> "" + names);
    }

    private static Node.Identity identity() {
        return new Node.Identity(NODE, "edge", "default", "here");
    }

    @Test
    void aNodesCertificateNamesItForThirtyDaysAsAClientOnly() throws Exception {
        var certified = open().certify(identity(), "ab12", key("EC", "secp256r1"));
        var certificate = Certificates.certificate(certified.certificates());
        assertEquals(
                "serialNumber=ab12, CN=" + NODE + ", O=skerry-node",
                certificate
                        .getSubjectX500Principal()
                        .getName(X500Principal.RFC1779, Map.of("2.5.4.5", "serialNumber")));
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
        assertEquals(-1, certificate.getBasicConstraints());
        certificate.verify(Certificates.certificate(certified.authority()).getPublicKey());
        var left = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        assertTrue(left.toHours() >= 30 * 24 - 1, left::toString);
    }

    @Test
    void otherKeysAreRefused() throws Exception {
        var authority = open();
        var keys =
                List.of(
                        key("EC", "secp384r1"),
                        key("Ed25519", ""),
                        "AAAA",
                        "not base64",
                        "A".repeat(10_000));
        for (var key : keys)
            assertThrows(
                    InvalidKeyException.class, () -> authority.certify(identity(), "", key), key);
    }

    @Test
    void aTokenSaysWhomToTrustAndKeepsItsSecret() throws Exception {
        var authority = open();
        var fresh = authority.freshSecret();
        assertTrue(fresh.text().matches("[0-9a-f]{64}\\.[0-9a-f]{64}"), "two parts");
        assertTrue(fresh.text().endsWith(authority.fingerprint()), "the authority's hash");
        assertEquals(JoinSecret.hash(fresh.secret()), fresh.hash());
        assertTrue(!fresh.toString().contains(fresh.secret()), "not in a log line");
    }
}
