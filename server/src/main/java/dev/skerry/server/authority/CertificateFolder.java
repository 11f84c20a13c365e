package dev.skerry.server.authority;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A folder with `cert.pem`, a certificate and those that vouch for it, and `key.pem`, as certbot
/// and openssl write them. Reading it says whatever would make clients turn away.
///
/// @param path as people know it
record CertificateFolder(Path path) {
    private static final int BYTES_MAX = 256 * 1024;
    private static final int CHAIN_MAX = 16;
    private static final List<String> LOCKED = List.of("ENCRYPTED PRIVATE KEY", ",ENCRYPTED");
    private static final Set<String> KEYS = Set.of("RSA", "EC", "EdDSA", "Ed25519");

    /// What others may do with a key. Its group may read one that is root's, as it is usual where
    /// programs of several users need it.
    private static final Set<PosixFilePermission> OTHERS =
            PosixFilePermissions.fromString("----wxrwx");

    private Path certificates() {
        return path.resolve("cert.pem");
    }

    private Path key() {
        return path.resolve("key.pem");
    }

    List<Path> files() {
        return List.of(certificates(), key());
    }

    /// @throws IOException with a sentence for people
    KeyWithChain read(Instant now) throws IOException {
        closed();
        var shown = new KeyWithChain(privateKey(), chain());
        fits(shown);
        var own = shown.own();
        if (!now.isBefore(own.getNotAfter().toInstant()))
            throw wrong(certificates(), "has ended on " + own.getNotAfter().toInstant());
        if (now.isBefore(own.getNotBefore().toInstant()))
            throw wrong(certificates(), "begins on " + own.getNotBefore().toInstant() + " only");
        return shown;
    }

    private static IOException wrong(Path file, String what) {
        return new IOException("%s %s".formatted(file, what));
    }

    private IOException missing(Path file) {
        return wrong(
                file,
                "is not there; a folder for --http-tls has cert.pem, the certificate and those"
                        + " that vouch for it, and key.pem");
    }

    private void closed() throws IOException {
        var file = key();
        try {
            var is = Files.readAttributes(file, PosixFileAttributes.class);
            boolean others = is.permissions().stream().anyMatch(OTHERS::contains);
            boolean group = is.permissions().contains(PosixFilePermission.GROUP_READ);
            if (!others && (!group || is.owner().getName().equals("root"))) return;
            throw wrong(
                    file,
                    "can be read or changed by others (%s); `chmod 600 %s`"
                            .formatted(PosixFilePermissions.toString(is.permissions()), file));
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw missing(file);
        }
    }

    private String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) throw wrong(file, "has more than 256 KiB");
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw missing(file);
        }
    }

    private List<X509Certificate> chain() throws IOException {
        var file = certificates();
        var text = text(file);
        var all = new ArrayList<X509Certificate>();
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var one = parser.readObject(); one != null; one = parser.readObject())
                if (one instanceof X509CertificateHolder holder && all.size() < CHAIN_MAX)
                    all.add(new JcaX509CertificateConverter().getCertificate(holder));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw unreadable(file, "certificate", e);
        }
        if (all.isEmpty()) throw wrong(file, "holds no certificate in PEM form");
        return all;
    }

    private PrivateKey privateKey() throws IOException {
        var file = key();
        var text = text(file);
        if (LOCKED.stream().anyMatch(text::contains))
            throw wrong(
                    file,
                    "is locked by a password, which nobody types at a start; `openssl pkey -in …"
                            + " -out …` takes it away");
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var one = parser.readObject(); one != null; one = parser.readObject()) {
                var info = one instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : one;
                if (info instanceof PrivateKeyInfo own)
                    return new JcaPEMKeyConverter().getPrivateKey(own);
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, "key", e);
        }
        throw wrong(file, "holds no private key in PEM form");
    }

    private static IOException unreadable(Path file, String what, Exception e) {
        return new IOException("%s holds a %s that is damaged".formatted(file, what), e);
    }

    private void fits(KeyWithChain shown) throws IOException {
        var kind = shown.key().getAlgorithm();
        if (!KEYS.contains(kind))
            throw wrong(key(), "is a key of kind " + kind + "; it should be RSA, EC or Ed25519");
        try {
            if (shown.belongs()) return;
        } catch (GeneralSecurityException e) {
            throw unreadable(key(), "key", e);
        }
        throw wrong(key(), "is not the key of the first certificate in " + certificates());
    }
}
