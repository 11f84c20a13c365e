package dev.skerry.server.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people put into a folder is shown, and what is wrong with it is said.
class GivenCertificateTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;
    private CertificateMaker maker;

    @BeforeEach
    void begin() throws Exception {
        maker = new CertificateMaker();
    }

    private GivenCertificate read() throws IOException {
        return GivenCertificate.read(folder, InstantSource.system());
    }

    private String refused() {
        var why = String.valueOf(assertThrows(IOException.class, this::read).getMessage());
        assertTrue(why.startsWith(folder.toString()), why);
        return why.substring(folder.toString().length() + 1);
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "EC, 384", "RSA, 2048", "Ed25519, 0"})
    void keysOfTheUsualKindsAreTaken(String kind, int bits) throws Exception {
        var keys = CertificateMaker.keys(kind, bits);
        var certificate = Certificates.pem(maker.certificate(keys, DAY, "a.test"));
        CertificateMaker.folder(folder, certificate, CertificateMaker.pem(keys.getPrivate()));
        assertEquals("TLSv1.3", read().context().getProtocol());
    }

    /// As older tools write them: `EC PRIVATE KEY`, `RSA PRIVATE KEY`.
    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void olderFormsOfKeysAreTakenToo(String kind) throws Exception {
        var keys = CertificateMaker.keys(kind, kind.equals("EC") ? 256 : 2048);
        var certificate = Certificates.pem(maker.certificate(keys, DAY, "a.test"));
        var text = older(keys);
        assertTrue(text.contains(kind + " PRIVATE KEY"), kind);
        CertificateMaker.folder(folder, certificate + maker.root(), text);
        assertEquals("TLSv1.3", read().context().getProtocol());
    }

    private String older(KeyPair keys) throws Exception {
        var newer = folder.resolve("newer");
        Files.writeString(newer, CertificateMaker.pem(keys.getPrivate()));
        var words = List.of("openssl", "pkey", "-traditional", "-in", newer.toString());
        var openssl = new ProcessBuilder(words).redirectErrorStream(true).start();
        var text = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, openssl.waitFor(), "openssl");
        return text;
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        maker.folder(folder, DAY, "a.test");
        var other = CertificateMaker.keys("EC", 256);
        var key = folder.resolve("key.pem");
        CertificateMaker.put(key, CertificateMaker.pem(other.getPrivate()), "rw-------");
        assertEquals(
                "key.pem is not the key of the first certificate in " + folder.resolve("cert.pem"),
                refused());
        var rsa = CertificateMaker.keys("RSA", 2048);
        CertificateMaker.put(key, CertificateMaker.pem(rsa.getPrivate()), "rw-------");
        assertTrue(refused().startsWith("key.pem is not the key of"), "another kind");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        assertTrue(refused().startsWith("key.pem is not there; a folder for --http-tls has"));
        maker.folder(folder, DAY, "a.test");
        Files.delete(folder.resolve("cert.pem"));
        assertTrue(refused().startsWith("cert.pem is not there;"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cert.pem | nothing | cert.pem holds no certificate in PEM form",
                "key.pem | nothing | key.pem holds no private key in PEM form",
                "key.pem | -----BEGIN PRIVATE KEY-----.AAAA.-----END PRIVATE KEY-----"
                        + " | key.pem holds a key that is damaged",
                "key.pem | -----BEGIN ENCRYPTED PRIVATE KEY-----.AAAA."
                        + " | key.pem is locked by a password, which nobody types at a start;"
                        + " `openssl pkey -in … -out …` takes it away",
                "cert.pem | -----BEGIN CERTIFICATE-----.AAAA.-----END CERTIFICATE-----"
                        + " | cert.pem holds a certificate that is damaged"
            })
    void whatIsDamagedIsSaid(String file, String text, String said) throws Exception {
        maker.folder(folder, DAY, "a.test");
        CertificateMaker.put(folder.resolve(file), text.replace('.', '\n'), "rw-------");
        assertEquals(said, refused());
    }

    @Test
    void oneThatHasEndedOrNotBegunIsRefused() throws Exception {
        maker.folder(folder, Duration.ofMinutes(-1), "a.test");
        assertTrue(refused().startsWith("cert.pem has ended on "), "it is over");
        maker.folder(folder, DAY, "a.test");
        var before = Instant.now().minus(DAY);
        var early =
                assertThrows(IOException.class, () -> GivenCertificate.read(folder, () -> before));
        assertTrue(String.valueOf(early.getMessage()).contains("cert.pem begins on "));
    }

    /// A group may read what is root's.
    @ParameterizedTest
    @ValueSource(strings = {"rw----r--", "rw--w----", "rw-rw----", "rw-----wx"})
    void aKeyThatOthersCanReadIsRefused(String mode) throws Exception {
        maker.folder(folder, DAY, "a.test");
        var key = folder.resolve("key.pem");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
        var why = refused();
        assertTrue(why.startsWith("key.pem can be read or changed by others (" + mode), why);
        assertTrue(why.endsWith("`chmod 600 " + key + "`"), why);
    }

    @Test
    void aNewOneIsShownFromTheNextConnectionOn() throws Exception {
        maker.folder(folder, DAY, "a.test");
        var given = read();
        var first = given.context();
        assertSame(first, given.context());
        maker.folder(folder, DAY, "b.test");
        var second = given.context();
        assertNotSame(first, second);
        assertSame(second, given.context());
    }

    /// One file is written after the other, and somebody connects in between.
    @Test
    void whatIsWrongLaterChangesNothing() throws Exception {
        maker.folder(folder, DAY, "a.test");
        var given = read();
        var first = given.context();
        var keys = CertificateMaker.keys("EC", 256);
        var certificate = Certificates.pem(maker.certificate(keys, DAY, "b.test"));
        CertificateMaker.put(folder.resolve("cert.pem"), certificate, "rw-r--r--");
        assertSame(first, given.context());
        Files.delete(folder.resolve("key.pem"));
        assertSame(first, given.context());
        var key = CertificateMaker.pem(keys.getPrivate());
        CertificateMaker.put(folder.resolve("key.pem"), key, "rw-------");
        assertNotSame(first, given.context());
    }

    @Test
    void oneThatEndsWhileItIsShownIsShownOn() throws Exception {
        maker.folder(folder, DAY, "a.test");
        var now = new AtomicReference<>(Instant.now());
        var given = GivenCertificate.read(folder, now::get);
        var first = given.context();
        now.updateAndGet(it -> it.plus(Duration.ofDays(2)));
        assertSame(first, given.context());
        assertEquals(List.of("cert.pem", "key.pem"), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
