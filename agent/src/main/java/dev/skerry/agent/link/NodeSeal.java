package dev.skerry.agent.link;

import dev.skerry.agent.link.OwnIdentity.Certified;
import dev.skerry.cluster.codec.IdentityText;
import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityHead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// By what this node signs what it says of its tasks: the key of its certificate, which shows
/// servers whose it is. No server has to be in reach.
public final class NodeSeal {
    private final OwnIdentity identity;
    private @Nullable Certified by;
    private @Nullable Stamp stamp;

    public NodeSeal(OwnIdentity identity) {
        this.identity = identity;
    }

    /// One key with its certificate.
    public static final class Stamp {
        /// ECDSA on P-256 with the two numbers one after the other, as JSON Web Tokens have it.
        private static final String ES256 = "SHA256withECDSAinP1363Format";

        private final PrivateKey key;
        private final String fleet;
        private final String head;
        private final long beginWallMs;

        Stamp(Certified certified) throws GeneralSecurityException {
            key = certified.key();
            var authority = certified.authority().getFirst().getEncoded();
            var hash = MessageDigest.getInstance("SHA-256").digest(authority);
            fleet = IdentityClaims.fleet(HexFormat.of().formatHex(hash));
            var own = certified.chain().getFirst();
            var certificate = Base64.getEncoder().encodeToString(own.getEncoded());
            head = IdentityText.head(IdentityHead.of(certificate));
            beginWallMs = certified.begin().toEpochMilli();
        }

        /// The name of the fleet.
        public String fleet() {
            return fleet;
        }

        /// What identities begin with that are signed with it.
        public String head() {
            return head;
        }

        /// It is later than that, whatever the machine's clock says.
        public long beginWallMs() {
            return beginWallMs;
        }

        /// 64 bytes.
        public byte[] sign(String text) throws GeneralSecurityException {
            var signature = Signature.getInstance(ES256);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        }
    }

    /// What to sign with now; the same until the node is certified anew. Null: it has not joined.
    @SuppressWarnings("ReferenceEquality") // each one that was taken over is another
    public synchronized @Nullable Stamp stamp() throws GeneralSecurityException {
        var now = identity.certified();
        if (now == null) return null;
        if (stamp == null || by != now) stamp = new Stamp(now);
        by = now;
        return stamp;
    }
}
