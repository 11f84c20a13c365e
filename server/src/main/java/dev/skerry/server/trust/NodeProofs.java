package dev.skerry.server.trust;

import dev.skerry.cluster.codec.IdentityText;
import dev.skerry.cluster.decide.AllocationDecisions;
import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityClaims.Subject;
import dev.skerry.cluster.link.IdentityHead;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Malformed;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.link.PeerName;
import dev.skerry.server.strangers.LastUsed;
import dev.skerry.trust.hash.Sha256;
import dev.skerry.trust.server.task.TaskProofs;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tasks are who their node says, in a text that it has signed. What has to be so:
///
/// | of         | what                                                                      |
/// |------------|---------------------------------------------------------------------------|
/// | text       | three parts, ES256, one certificate                                       |
/// | fleet      | this one, and meant for its servers                                       |
/// | time       | written by now, not over, and good for an hour at most                    |
/// | node       | certified here, of its last joining, neither removed nor shut out         |
/// | signature  | by the key of that certificate                                            |
/// | allocation | live, on that node, and of the job and group that are named               |
final class NodeProofs implements TaskProofs {
    static final String MISSHAPEN =
            "This is no identity of a task: it should be all that is in the file"
                    + " $SKERRY_IDENTITY_FILE.";
    static final String OTHER_FLEET =
            "This identity was written for another fleet, or for others than its servers.";
    static final String OVER =
            "This identity has expired; read $SKERRY_IDENTITY_FILE again, which its node renews.";
    static final String TOO_LONG =
            "This identity was written in the future, or is good for more than an hour: the clock"
                    + " of its node is wrong, or it is forged.";
    static final String NOT_OURS = "No node of this fleet has signed this identity.";
    static final String NODE_OUT =
            "The node that has signed this identity was removed, revoked, or has joined anew"
                    + " since.";
    static final String NO_SUCH =
            "There is no such allocation on the node that has signed this identity, or it has"
                    + " ended.";

    /// Nodes take their time from the servers; what is on its way takes a while.
    private static final long CLOCK_FORGIVEN_S = 60;

    /// Whose signatures are not checked again with each request: those that called last.
    static final int PROVEN_MAX = 4_096;

    private static final String ES256 = "SHA256withECDSAinP1363Format";

    private final Authority authority;
    private final Supplier<Cluster> cluster;
    private final LongSupplier wallMs;

    /// By the hash of the text.
    private final LastUsed<String, OfNode> proven = new LastUsed<>(PROVEN_MAX);

    /// @param cluster as it is, each time
    /// @param wallMs of the servers
    NodeProofs(Authority authority, Supplier<Cluster> cluster, LongSupplier wallMs) {
        this.authority = authority;
        this.cluster = cluster;
        this.wallMs = wallMs;
    }

    @Override
    public Looked look(String text) {
        var hash = new Sha256().add(text).hex();
        var before = proven.get(hash);
        if (before != null && before.stands()) return new Looked.Right(before);
        try {
            return look(IdentityText.parse(text), hash);
        } catch (Malformed e) {
            return new Looked.Wrong(MISSHAPEN);
        }
    }

    private Looked look(IdentityText shown, String hash) {
        var subject = shown.claims().subject();
        if (subject == null || !shown.head().alg().equals(IdentityHead.ES256))
            return new Looked.Wrong(MISSHAPEN);
        var wrong = wrong(shown.claims());
        if (!wrong.isEmpty()) return new Looked.Wrong(wrong);
        var signer = signer(shown);
        if (signer == null) return new Looked.Wrong(NOT_OURS);
        var task = new OfNode(subject, signer, shown.claims().exp() * 1_000);
        var against = task.against();
        if (!against.isEmpty()) return new Looked.Wrong(against);
        proven.put(hash, task);
        return new Looked.Right(task);
    }

    private String wrong(IdentityClaims claims) {
        boolean ours =
                claims.iss().equals(IdentityClaims.fleet(authority.fingerprint()))
                        && claims.aud().contains(IdentityClaims.SERVERS);
        if (!ours) return OTHER_FLEET;
        long nowS = wallMs.getAsLong() / 1_000;
        if (claims.exp() <= nowS) return OVER;
        boolean future = claims.iat() > nowS + CLOCK_FORGIVEN_S;
        boolean tooLong = claims.exp() > claims.iat() + IdentityClaims.LIFE_S;
        return future || tooLong ? TOO_LONG : "";
    }

    /// The node that has signed it; null: none of this fleet.
    private @Nullable PeerName signer(IdentityText shown) {
        var chain = shown.head().x5c();
        if (chain.size() != 1) return null;
        try {
            var certificate = authority.vouched(Base64.getDecoder().decode(chain.getFirst()));
            if (certificate == null || !signed(shown, certificate)) return null;
            return PeerName.of(certificate);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }

    private static boolean signed(IdentityText shown, X509Certificate by)
            throws GeneralSecurityException {
        var signature = Signature.getInstance(ES256);
        signature.initVerify(by.getPublicKey());
        signature.update(shown.signed());
        return signature.verify(shown.signature());
    }

    /// What a node has said of one of its allocations, and it was the node.
    private final class OfNode implements ProvenTask {
        private final Subject subject;
        private final PeerName signer;
        private final long expiresWallMs;

        OfNode(Subject subject, PeerName signer, long expiresWallMs) {
            this.subject = subject;
            this.signer = signer;
            this.expiresWallMs = expiresWallMs;
        }

        @Override
        public String namespace() {
            return subject.namespace();
        }

        @Override
        public String job() {
            return subject.job();
        }

        @Override
        public String allocation() {
            return subject.allocation();
        }

        @Override
        public long expiresWallMs() {
            return expiresWallMs;
        }

        @Override
        public boolean stands() {
            return wallMs.getAsLong() < expiresWallMs && against().isEmpty();
        }

        /// What there is against it now; empty: nothing.
        String against() {
            var now = cluster.get();
            var node = now.nodes().find(signer.node());
            if (node == null || node.revoked() || !node.joining().equals(signer.joining()))
                return NODE_OUT;
            if (wallMs.getAsLong() >= signer.endWallMs()) return NOT_OURS;
            var allocation = now.allocations().find(subject.allocation());
            boolean same =
                    allocation != null
                            && allocation.node().equals(signer.node())
                            && allocation.slot().group().equals(subject.group());
            var name = subject.namespace() + "/" + subject.job();
            var task = new Caller(Caller.Kind.TASK, name).came(subject.allocation(), "");
            return same && AllocationDecisions.against(now, task) == null ? "" : NO_SUCH;
        }

        @Override
        public String toString() {
            return subject
                    + " on "
                    + signer.node()
                    + " until "
                    + Instant.ofEpochMilli(expiresWallMs);
        }
    }
}
