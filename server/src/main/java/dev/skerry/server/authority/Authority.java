package dev.skerry.server.authority;

import dev.skerry.cluster.disk.Guarded;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.Events;
import java.io.ByteArrayInputStream;
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
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/// Whom this fleet trusts: a certificate authority of its own, made at the first start.
///
/// Its folder is all there is of it: who has the files can be any node, who loses them must join
/// every node again.
public final class Authority {
    /// Of a data folder.
    public static final String FOLDER = "authority";

    /// The organisation in the certificates of nodes; their common name is the node's id.
    public static final String NODES = "skerry-node";

    /// The organisation in the certificates of servers; towards each other their common name is
    /// their id.
    public static final String SERVERS = "skerry-server";

    /// The part of a node's name (`serialNumber`) that says of which joining they are.
    public static final String JOINING_ATTRIBUTE = "2.5.4.5";

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    private static final Duration SERVER_LIFE = Duration.ofDays(365);
    private static final Duration RENEW_AGAIN_AFTER = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();
    private final Certificates certificates = new Certificates(random);
    private final Duration nodeLife;
    private final Signer root;
    private final Path folder;
    private final List<String> names;
    private final InstantSource clock;
    private final Shown link;

    /// A key and the certificate for it.
    private record Signer(PrivateKey key, X509Certificate certificate) {}

    /// What a server shows as long as it is good.
    private record Serving(Signer server, SSLContext context) {}

    /// The certificate that one listener of this server shows, in a file of its own. It is made
    /// anew when the last third of its life has begun, when it lacks a name, is damaged, or is of
    /// another authority.
    private final class Shown implements ServerTls {
        private final String file;
        private final Set<String> names;
        private final boolean toNodes;
        private Serving serving;
        private Instant renewAfter = Instant.MIN;

        /// @param toNodes who comes is asked for a certificate of this authority
        Shown(String file, Set<String> names, boolean toNodes)
                throws IOException, GeneralSecurityException {
            this.file = file;
            this.names = names;
            this.toNodes = toNodes;
            this.serving = fresh();
        }

        private Serving fresh() throws IOException, GeneralSecurityException {
            var server = server(file, names);
            var shown = new KeyWithChain(server.key, List.of(server.certificate, root.certificate));
            return new Serving(server, shown.context(toNodes ? root.certificate : null));
        }

        @Override
        public synchronized SSLContext context() {
            var now = clock.instant();
            if (!old(serving.server.certificate) || now.isBefore(renewAfter))
                return serving.context;
            renewAfter = now.plus(RENEW_AGAIN_AFTER);
            try {
                serving = fresh();
            } catch (IOException | GeneralSecurityException e) { // the old one is good for a while
                Events.say("the server's certificate could not be renewed: " + e.getMessage());
            }
            return serving.context;
        }
    }

    /// What this server shows to the other servers of the cell. It is made when one is asked for
    /// the first time, and anew when the last third of its life has begun; it is on no disk.
    private final class Towards implements ServerTls {
        private final String server;
        private @Nullable Serving serving;

        Towards(String server) {
            this.server = server;
        }

        private Serving fresh() throws IOException, GeneralSecurityException {
            var keys = keys();
            var now = clock.instant();
            var when = new Instant[] {now, now.plus(SERVER_LIFE)};
            var certificate = certificates.peer(root.key, issuer(), keys.getPublic(), server, when);
            var own = new Signer(keys.getPrivate(), certificate);
            var chain = List.of(certificate, root.certificate);
            return new Serving(own, new KeyWithChain(own.key, chain).context(root.certificate));
        }

        @Override
        public synchronized SSLContext context() {
            var known = serving;
            if (known != null && !old(known.server.certificate)) return known.context;
            try {
                known = fresh();
                serving = known;
            } catch (IOException | GeneralSecurityException e) { // an old one is good for a while
                if (known == null) throw new IllegalStateException("no key for other servers", e);
                Events.say("the certificate for other servers was not renewed: " + e.getMessage());
            }
            return known.context;
        }
    }

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
            root = identity();
            link = new Shown("server", names(List.of()), true);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot make keys: " + e.getMessage(), e);
        }
    }

    /// SHA-256 of the authority's certificate, hexadecimal.
    public String fingerprint() {
        return AuthorityFile.fingerprint(root.certificate);
    }

    /// [#fingerprint] as it is told to clients.
    public String pin() {
        return AuthorityFile.pin(root.certificate);
    }

    /// What one node can join with. It counts once the cluster was told its hash.
    public JoinSecret freshSecret() {
        return JoinSecret.fresh(random, fingerprint());
    }

    /// The server's side of TLS on the link: its own certificate, and trust in this authority only.
    /// To be asked for each connection: a server that runs for a year gets a new certificate
    /// meanwhile.
    public SSLContext context() {
        return link.context();
    }

    /// The same for whoever calls by HTTP, with a certificate of its own. Nobody is asked for one.
    ///
    /// @param at where is listened; what is known of that address is in the certificate
    public ServerTls listening(InetAddress at) throws IOException {
        try {
            return new Shown("http", names(OwnAddresses.behind(at)), false);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot make keys: " + e.getMessage(), e);
        }
    }

    /// The file in its folder that it is.
    public static Path file(Path folder) {
        return AuthorityFile.in(folder);
    }

    /// TLS towards the other servers of the cell, as this one, and with trust in this authority
    /// only.
    public ServerTls towards(String server) {
        return new Towards(server);
    }

    /// Its key and its certificate, for a server that was let in: there they are the file
    /// [AuthorityFile#in].
    public String secrets() throws IOException {
        return Files.readString(AuthorityFile.in(folder), StandardCharsets.ISO_8859_1);
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

    /// The certificate, if this authority has made it and it has begun and not ended; null: it has
    /// not.
    ///
    /// @param der as anybody may have sent it
    public @Nullable X509Certificate vouched(byte[] der) {
        try {
            var in = new ByteArrayInputStream(der);
            var made = CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (!(made instanceof X509Certificate certificate) || in.available() > 0) return null;
            certificate.verify(root.certificate.getPublicKey());
            certificate.checkValidity(Date.from(clock.instant()));
            return certificate;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /// @throws InvalidKeyException when the key is not one that nodes may have
    public void check(String publicKey) throws InvalidKeyException {
        NodeKey.read(publicKey);
    }

    private X500Name issuer() throws GeneralSecurityException {
        return new JcaX509CertificateHolder(root.certificate).getSubject();
    }

    private Signer identity() throws IOException, GeneralSecurityException {
        var file = AuthorityFile.in(folder);
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
        return write(file, keys.getPrivate(), certificate);
    }

    /// @param more addresses by which the server is known
    private Set<String> names(Collection<String> more) throws IOException {
        var all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        all.add(InetAddress.getLocalHost().getHostName());
        all.addAll(names);
        all.addAll(more);
        return all;
    }

    /// The one that is in the file, if it is still good; a new one otherwise.
    private Signer server(String name, Set<String> all)
            throws IOException, GeneralSecurityException {
        var file = folder.resolve(name + ".pem");
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
                        root.certificate,
                        keys.getPublic(),
                        List.copyOf(all),
                        new Instant[] {now, now.plus(SERVER_LIFE)});
        return write(file, keys.getPrivate(), certificate);
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

    /// As certificates have it: without the short form of IPv6.
    private static String plain(Object name) {
        var text = name.toString();
        return text.contains(":") ? InetAddress.ofLiteral(text).getHostAddress() : text;
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
    private static Signer read(Path file) throws IOException {
        Guarded.checkKey(file);
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            var der = new PKCS8EncodedKeySpec(Certificates.der(text, "PRIVATE KEY"));
            var key = KeyFactory.getInstance("EC").generatePrivate(der);
            var certificate = Certificates.certificate(text);
            if (!new KeyWithChain(key, List.of(certificate)).belongs())
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

    /// Key and certificate in one file, so that they always belong together.
    private static Signer write(Path file, PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        var text =
                Certificates.pem("PRIVATE KEY", key.getEncoded()) + Certificates.pem(certificate);
        PrivateFile.write(file, text);
        return new Signer(key, certificate);
    }
}
