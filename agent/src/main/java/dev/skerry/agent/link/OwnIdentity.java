package dev.skerry.agent.link;

import dev.skerry.agent.files.WholeFile;
import dev.skerry.cluster.disk.Guarded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who this node is: its id, its key, and the certificate that binds them.
///
/// The key never leaves the node. All of it is in one file, so that key and certificate are changed
/// together or not at all.
public final class OwnIdentity {
    private static final int ID_BYTES = 6;
    private static final int ID_FILE_BYTES_MAX = 64;
    private static final int CERTIFIED_BYTES_MAX = 64 * 1024;
    private static final String RENEW_AT = "renew-at-ms: ";

    private final Path directory;
    private final String node;
    private final String repaired;
    private @Nullable Certified certified;

    /// @param chain the node's own certificate first
    /// @param authority whom the node trusts
    /// @param renewAtWallMs when to ask for the next
    record Certified(
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> authority,
            long renewAtWallMs) {
        /// The id that was certified; anything else: it names none.
        String node() {
            var subject = chain.getFirst().getSubjectX500Principal().getName();
            for (var part : subject.split(",", -1))
                if (part.startsWith("CN=")) return part.substring(3);
            return "";
        }

        /// As far as this machine knows the time. Then only a token can let it in.
        boolean expired() {
            return chain.getFirst().getNotAfter().toInstant().isBefore(Instant.now());
        }

        /// Both times, since either may be what is wrong.
        String expiry() {
            return "the node's certificate ended at %s, and this machine's clock says %s: set the"
                            .formatted(
                                    chain.getFirst().getNotAfter().toInstant(),
                                    Instant.now().truncatedTo(ChronoUnit.SECONDS))
                    + " clock if it is wrong, or join again with a token of `skerry node"
                    + " join-token --for-node`.";
        }

        /// When the authority last told this node the time, so to speak.
        Instant begin() {
            return chain.getFirst().getNotBefore().toInstant();
        }
    }

    private OwnIdentity(
            Path directory, String node, @Nullable Certified certified, String repaired) {
        this.directory = directory;
        this.node = node;
        this.repaired = repaired;
        this.certified = certified;
    }

    /// Reads the identity of a node, and makes an id when it has none yet.
    public static OwnIdentity open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        for (var key : List.of("joining.pem", "certified.pem"))
            if (Files.isRegularFile(directory.resolve(key)))
                Guarded.checkKey(directory.resolve(key));
        var idFile = directory.resolve("node-id");
        var certified = read(directory.resolve("certified.pem"));
        var known = readId(idFile);
        if (known != null && isId(known)) return new OwnIdentity(directory, known, certified, "");
        if (certified != null && isId(certified.node())) {
            WholeFile.write(idFile, certified.node() + "\n");
            var repaired = idFile + " did not hold a node id: written anew from the certificate";
            return new OwnIdentity(directory, certified.node(), certified, repaired);
        }
        if (known != null)
            throw new IOException(
                    idFile + " does not hold a node id; remove it to join as a new node");
        var fresh = newId();
        WholeFile.write(idFile, fresh + "\n");
        return new OwnIdentity(directory, fresh, certified, "");
    }

    /// Null: there is no such file.
    private static @Nullable String readId(Path file) throws IOException {
        try {
            return WholeFile.read(file, ID_FILE_BYTES_MAX).strip();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// What was wrong with it and has been mended, as a sentence; empty: nothing.
    public String repaired() {
        return repaired;
    }

    private static String newId() {
        var bytes = new byte[ID_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "n-" + HexFormat.of().formatHex(bytes);
    }

    private static boolean isId(String text) {
        if (text.length() != 2 + 2 * ID_BYTES || !text.startsWith("n-")) return false;
        for (int i = 2; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) return false;
        }
        return true;
    }

    public String node() {
        return node;
    }

    Patience patience() {
        return new Patience(directory);
    }

    /// The node has a certificate.
    public boolean joined() {
        return certified != null;
    }

    @Nullable Certified certified() {
        return certified;
    }

    /// A fresh key of the kind that the authority certifies, P-256.
    static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /// The key to join with: the same until the node has joined, since a token that was used once
    /// is dead for every other, and an answer can be lost.
    KeyPair joinKey() throws IOException, GeneralSecurityException {
        var file = directory.resolve("joining.pem");
        if (Files.exists(file)) {
            try {
                return Pem.pair(WholeFile.read(file, CERTIFIED_BYTES_MAX));
            } catch (GeneralSecurityException | RuntimeException e) {
                // torn or damaged: nobody has certified it, so another is as good
            }
        }
        var key = newKey();
        WholeFile.write(file, Pem.of(key));
        return key;
    }

    static String publicText(KeyPair key) {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    /// Takes over what the authority has certified, once the disk has it.
    void keep(KeyPair key, String chain, String authority, long renewAtWallMs)
            throws IOException, GeneralSecurityException {
        var next =
                new Certified(
                        key.getPrivate(),
                        Pem.certificates(chain),
                        Pem.certificates(authority),
                        renewAtWallMs);
        if (!next.chain().getFirst().getPublicKey().equals(key.getPublic()))
            throw new GeneralSecurityException("the certificate is for another key");
        var text =
                RENEW_AT
                        + renewAtWallMs
                        + "\n"
                        + Pem.of(key.getPrivate())
                        + chain.strip()
                        + "\n\nauthority\n"
                        + authority;
        WholeFile.write(directory.resolve("certified.pem"), text);
        certified = next;
        Files.deleteIfExists(directory.resolve("joining.pem"));
    }

    private static @Nullable Certified read(Path file) throws IOException {
        String text;
        try {
            text = WholeFile.read(file, CERTIFIED_BYTES_MAX);
        } catch (NoSuchFileException e) {
            return null;
        }
        int split = text.indexOf("\nauthority\n");
        try {
            if (!text.startsWith(RENEW_AT) || split < 0)
                throw new GeneralSecurityException("it is not complete");
            long renewAt =
                    Long.parseLong(text.substring(RENEW_AT.length(), text.indexOf('\n')).strip());
            int chain = text.indexOf("-----BEGIN CERTIFICATE-----");
            return new Certified(
                    Pem.key(text),
                    Pem.certificates(text.substring(chain, split)),
                    Pem.certificates(text.substring(split + "\nauthority\n".length())),
                    renewAt);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "%s cannot be read (%s); remove it and join again with a new token"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
