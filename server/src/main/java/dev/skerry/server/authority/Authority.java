package dev.skerry.server.authority;

import dev.skerry.cluster.disk.Guarded;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Events;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/// Whom this fleet trusts: a certificate authority of its own, made at the first start.
///
/// Its folder is all there is of it: who has the files can be any node, who loses them must join
/// every node again.
public final class Authority {
    /// The organisation in the certificates of nodes; their common name is the node's id.
    public static final String NODES = "skerry-node";

    /// The part of their name (`serialNumber`) that says of which joining they are.
    public static final String JOINING_ATTRIBUTE = "2.5.4.5";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    private static final Duration RENEW_AGAIN_AFTER = Duration.ofHours(1);
    private static final int SAMPLE_BYTES = 32;
    private static final int SESSIONS_KEPT = 4_096;
    private static final int SESSION_LIFE_SECONDS = 3_600;

    private final SecureRandom random = new SecureRandom();
    private final Certificates certificates = new Certificates(random);
    private final Duration nodeLife;
    private final Signer root;
    private final Path folder;
    private final List<String> names;
    private final InstantSource clock;
    private Serving serving;
    private Instant renewAfter = Instant.MIN;

    /// A key and the certificate for it.
    private record Signer(PrivateKey key, X509Certificate certificate) {}

    /// What a server shows as long as it is good.
    private record Serving(Signer server, SSLContext context) {}

    /// Reads the authority from its folder, or makes a new one there.
    ///
    /// @param names of this server besides `localhost`, loopback addresses and its host name
    /// @param nodeLife how long a node's certificate is good for
    public Authority(Path folder, List<String> names, Duration nodeLife) throws IOException {
        this(folder, names, nodeLife, InstantSource.system());
    }

    /// @param clock by which certificates begin and end
    public Authority(Path folder, List<String> names, Duration nodeLife, InstantSource clock)
            throws IOException {
        this.nodeLife = nodeLife;
        this.folder = folder;
        this.names = List.copyOf(names);
        this.clock = clock;
        PrivateFile.folder(folder);
        try {
            root = identity(folder, "authority");
            serving = serving(server());
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot make keys: " + e.getMessage(), e);
        }
    }

    /// SHA-256 of the authority's certificate, hexadecimal.
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(JoinSecret.sha256(root.certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was encoded before", e);
        }
    }

    /// What one node can join with. It counts once the cluster was told its hash.
    public JoinSecret freshSecret() {
        return JoinSecret.fresh(random, fingerprint());
    }

    /// The server's side of TLS: its own certificate, and trust in this authority only. To be asked
    /// for each connection: a server that runs for a year gets a new certificate meanwhile.
    public synchronized SSLContext context() {
        var now = clock.instant();
        if (!old(serving.server.certificate) || now.isBefore(renewAfter)) return serving.context;
        renewAfter = now.plus(RENEW_AGAIN_AFTER);
        try {
            serving = serving(server());
        } catch (IOException | GeneralSecurityException e) { // the old one is good for a while
            Events.say("the server's certificate could not be renewed: " + e.getMessage());
        }
        return serving.context;
    }

    private Serving serving(Signer server) throws IOException {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server",
                    server.key,
                    new char[0],
                    new X509Certificate[] {server.certificate, root.certificate});
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", root.certificate);
            var keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(keys, new char[0]);
            var trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), random);
            context.getServerSessionContext().setSessionCacheSize(SESSIONS_KEPT);
            context.getServerSessionContext().setSessionTimeout(SESSION_LIFE_SECONDS);
            return new Serving(server, context);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    /// A certificate for a node.
    ///
    /// @param joining the node's last, as the log has it
    /// @param publicKey X.509 SubjectPublicKeyInfo, base64
    /// @throws InvalidKeyException when the key is not one that nodes may have
    public Frame.Certified certify(Node.Identity node, String joining, String publicKey)
            throws InvalidKeyException, IOException {
        var key = NodeKey.read(publicKey);
        var now = clock.instant();
        try {
            var when = new Instant[] {now, now.plus(nodeLife)};
            var certificate = certificates.node(root.key, issuer(), key, node.id(), joining, when);
            var own = Certificates.pem(root.certificate);
            var renewAt = now.plus(nodeLife.multipliedBy(2).dividedBy(3));
            return new Frame.Certified(
                    Certificates.pem(certificate) + own, own, node.pool(), renewAt.toEpochMilli());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of " + node.id() + " could not be made", e);
        }
    }

    /// @throws InvalidKeyException when the key is not one that nodes may have
    public void check(String publicKey) throws InvalidKeyException {
        NodeKey.read(publicKey);
    }

    private X500Name issuer() throws GeneralSecurityException {
        return new JcaX509CertificateHolder(root.certificate).getSubject();
    }

    private Signer identity(Path folder, String name) throws IOException, GeneralSecurityException {
        var file = folder.resolve(name + ".pem");
        if (Files.exists(file)) {
            try {
                return read(file);
            } catch (Damaged e) {
                throw new IOException(
                        e.getMessage()
                                + "; put a backup of it in its place: without it every node would"
                                + " have to join again",
                        e);
            }
        }
        var keys = keys();
        var number = HexFormat.of().toHexDigits(random.nextInt());
        var subject = Certificates.name("skerry authority " + number, "skerry");
        var certificate = certificates.authority(keys, subject, clock.instant(), AUTHORITY_LIFE);
        return write(folder, name, keys.getPrivate(), certificate);
    }

    /// The server's own certificate is made anew when the last third of its life has begun, when it
    /// lacks a name, is damaged, or is of another authority.
    private Signer server() throws IOException, GeneralSecurityException {
        var all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        all.add(InetAddress.getLocalHost().getHostName());
        all.addAll(names);
        var file = folder.resolve("server.pem");
        if (Files.exists(file)) {
            try {
                var known = read(file);
                if (good(known.certificate, all)) return known;
            } catch (Damaged e) {
                Events.say(e.getMessage() + "; a new certificate is made");
            }
        }
        var keys = keys();
        var now = clock.instant();
        var certificate =
                certificates.server(
                        root.key,
                        issuer(),
                        keys.getPublic(),
                        List.copyOf(all),
                        new Instant[] {now, now.plus(SERVER_LIFE)});
        return write(folder, "server", keys.getPrivate(), certificate);
    }

    /// The last third of its life has begun.
    private boolean old(X509Certificate certificate) {
        var left = Duration.between(clock.instant(), certificate.getNotAfter().toInstant());
        return left.compareTo(SERVER_LIFE.dividedBy(3)) < 0;
    }

    private boolean good(X509Certificate certificate, Set<String> names)
            throws GeneralSecurityException {
        if (old(certificate)) return false;
        try {
            certificate.verify(root.certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) return false;
        var has = alternatives.stream().map(each -> plain(each.get(1))).collect(Collectors.toSet());
        return names.stream().allMatch(name -> has.contains(plain(name)));
    }

    private static String plain(Object name) {
        return name.equals("::1") ? "0:0:0:0:0:0:0:1" : name.toString();
    }

    private static KeyPair keys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /// What a file says is not what was written.
    private static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(Path file, String why, @Nullable Exception cause) {
            super("%s is damaged: %s".formatted(file, why), cause);
        }
    }

    /// Key and certificate, which belong together.
    private Signer read(Path file) throws IOException {
        Guarded.checkKey(file);
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            var der = new PKCS8EncodedKeySpec(Certificates.der(text, "PRIVATE KEY"));
            var key = KeyFactory.getInstance("EC").generatePrivate(der);
            var certificate = Certificates.certificate(text);
            if (!belong(key, certificate))
                throw new Damaged(file, "its key and its certificate do not belong together", null);
            if (certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()))
                certificate.verify(certificate.getPublicKey());
            return new Signer(key, certificate);
        } catch (Damaged e) {
            throw e;
        } catch (IOException e) {
            throw new Damaged(file, String.valueOf(e.getMessage()), e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Damaged(file, "it holds no key with its certificate", e);
        }
    }

    private boolean belong(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        var sample = new byte[SAMPLE_BYTES];
        random.nextBytes(sample);
        var by = Signature.getInstance("SHA256withECDSA");
        by.initSign(key);
        by.update(sample);
        var signed = by.sign();
        by.initVerify(certificate.getPublicKey());
        by.update(sample);
        return by.verify(signed);
    }

    /// Key and certificate in one file, so that they always belong together.
    private static Signer write(
            Path folder, String name, PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        var text =
                Certificates.pem("PRIVATE KEY", key.getEncoded()) + Certificates.pem(certificate);
        PrivateFile.write(folder.resolve(name + ".pem"), text);
        return new Signer(key, certificate);
    }
}
