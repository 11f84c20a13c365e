package dev.skerry.server.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;

/// Somebody else's authority, and what it puts into folders.
public final class CertificateMaker {
    private final Certificates certificates = new Certificates(new SecureRandom());
    private final KeyPair keys = keys("EC", 256);
    private final X509Certificate root;

    public CertificateMaker() throws Exception {
        var name = Certificates.name("somebody else", "elsewhere");
        root = certificates.authority(keys, name, Instant.now(), Duration.ofDays(365));
    }

    static KeyPair keys(String kind, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance(kind);
        if (bits > 0) generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /// In PEM form, of who vouches for all others.
    public String root() throws Exception {
        return Certificates.pem(root);
    }

    /// Good for so long, from an hour ago on.
    X509Certificate certificate(KeyPair of, Duration life, String... names) throws Exception {
        var now = Instant.now();
        var when = new Instant[] {now, now.plus(life)};
        return certificates.server(keys.getPrivate(), root, of.getPublic(), List.of(names), when);
    }

    static String pem(PrivateKey key) {
        return Certificates.pem("PRIVATE KEY", key.getEncoded());
    }

    /// As somebody who says with it that he is that server of a cell.
    public SSLContext asServer(String id) throws Exception {
        var own = keys("EC", 256);
        var now = Instant.now();
        var when = new Instant[] {now, now.plus(Duration.ofDays(1))};
        var issuer = Certificates.name("somebody else", "elsewhere");
        var shown = certificates.peer(keys.getPrivate(), issuer, own.getPublic(), id, when);
        return AnyServer.showing(own.getPrivate(), shown, root);
    }

    /// A folder as `--http-tls` takes it; what is there is replaced, file by file.
    public Path folder(Path folder, Duration life, String... names) throws Exception {
        var own = keys("EC", 256);
        var certificate = Certificates.pem(certificate(own, life, names));
        return folder(folder, certificate, pem(own.getPrivate()));
    }

    static Path folder(Path folder, String certificate, String key) throws IOException {
        Files.createDirectories(folder);
        put(folder.resolve("cert.pem"), certificate, "rw-r--r--");
        put(folder.resolve("key.pem"), key, "rw-------");
        return folder;
    }

    static void put(Path file, String text, String mode) throws IOException {
        var next = Files.writeString(file.resolveSibling("next"), text);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(mode));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
