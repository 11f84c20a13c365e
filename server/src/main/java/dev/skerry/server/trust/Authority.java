package dev.skerry.server.trust;

import dev.skerry.cluster.link.Frame;
import java.io.IOException;
import java.net.InetAddress;
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
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
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

/// Whom this fleet trusts: a certificate authority of its own, made at the first start.
///
/// Its folder is all there is of it: who has the files can be any node, who loses them must join
/// every node again.
public final class Authority {
    /// The organisation in the certificates of nodes; their common name is the node's id.
    public static final String NODES = "skerry-node";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();
    private final Certificates certificates = new Certificates(random);
    private final Duration nodeLife;
    private final Identity root;
    private final Identity server;

    /// A key and the certificate for it.
    private record Identity(PrivateKey key, X509Certificate certificate) {}

    /// Reads the authority from its folder, or makes a new one there.
    ///
    /// @param names of this server besides `localhost`, loopback addresses and its host name
    /// @param nodeLife how long a node's certificate is good for
    public Authority(Path folder, List<String> names, Duration nodeLife) throws IOException {
        this.nodeLife = nodeLife;
        PrivateFile.folder(folder);
        try {
            root = identity(folder, "authority");
            server = server(folder, names);
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority in " + folder + " cannot be used", e);
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

    /// The server's side of TLS: its own certificate, and trust in this authority only.
    public SSLContext context() throws IOException {
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
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    /// A certificate for a node.
    ///
    /// @param publicKey X.509 SubjectPublicKeyInfo, base64
    /// @throws InvalidKeyException when the key is not one that nodes may have
    public Frame.Certified certify(String node, String publicKey, String pool)
            throws InvalidKeyException, IOException {
        var key = NodeKey.read(publicKey);
        var now = Instant.now();
        try {
            var until = now.plus(nodeLife);
            var certificate = certificates.node(root.key, issuer(), key, node, until);
            var own = Certificates.pem(root.certificate);
            var renewAt = now.plus(nodeLife.multipliedBy(2).dividedBy(3));
            return new Frame.Certified(
                    Certificates.pem(certificate) + own, own, pool, renewAt.toEpochMilli());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of " + node + " could not be made", e);
        }
    }

    /// @throws InvalidKeyException when the key is not one that nodes may have
    public void check(String publicKey) throws InvalidKeyException {
        NodeKey.read(publicKey);
    }

    private X500Name issuer() throws GeneralSecurityException {
        return new JcaX509CertificateHolder(root.certificate).getSubject();
    }

    private Identity identity(Path folder, String name)
            throws IOException, GeneralSecurityException {
        if (Files.exists(folder.resolve(name + ".pem"))) return read(folder, name);
        var keys = keys();
        var number = HexFormat.of().toHexDigits(random.nextInt());
        var subject = Certificates.name("skerry authority " + number, "skerry");
        var certificate = certificates.authority(keys, subject, Instant.now(), AUTHORITY_LIFE);
        return write(folder, name, keys.getPrivate(), certificate);
    }

    /// The server's own certificate is made anew when the last third of its life has begun, when it
    /// lacks a name, and when it is of another authority.
    private Identity server(Path folder, List<String> names)
            throws IOException, GeneralSecurityException {
        var all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        all.add(InetAddress.getLocalHost().getHostName());
        all.addAll(names);
        if (Files.exists(folder.resolve("server.pem"))) {
            var known = read(folder, "server");
            if (good(known.certificate, all)) return known;
        }
        var keys = keys();
        var now = Instant.now();
        var certificate =
                certificates.server(
                        root.key,
                        issuer(),
                        keys.getPublic(),
                        List.copyOf(all),
                        new Instant[] {now, now.plus(SERVER_LIFE)});
        return write(folder, "server", keys.getPrivate(), certificate);
    }

    private boolean good(X509Certificate certificate, Set<String> names)
            throws GeneralSecurityException {
        var left = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        if (left.compareTo(SERVER_LIFE.dividedBy(3)) < 0) return false;
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

    private static Identity read(Path folder, String name)
            throws IOException, GeneralSecurityException {
        var text = Files.readString(folder.resolve(name + ".pem"));
        var key = new PKCS8EncodedKeySpec(Certificates.der(text, "PRIVATE KEY"));
        return new Identity(
                KeyFactory.getInstance("EC").generatePrivate(key), Certificates.certificate(text));
    }

    /// Key and certificate in one file, so that they always belong together.
    private static Identity write(
            Path folder, String name, PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        var text =
                Certificates.pem("PRIVATE KEY", key.getEncoded()) + Certificates.pem(certificate);
        PrivateFile.write(folder.resolve(name + ".pem"), text);
        return new Identity(key, certificate);
    }
}
