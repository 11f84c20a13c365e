package dev.skerry.trust.codec;

import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.AccessToken;
import org.jspecify.annotations.Nullable;

/// A piece of the saved state in a file. What follows from other pieces is not in it.
public sealed interface TrustRecord {
    /// Comes first.
    ///
    /// @param audit absent in what was saved before there was one
    /// @param letGo the last line of it that was let go; absent: none was
    record Header(
            int format,
            boolean firstMade,
            long tickMs,
            @Nullable AuditHead audit,
            @Nullable AuditHead letGo)
            implements TrustRecord {}

    record OfAuditMark(AuditMark mark) implements TrustRecord {}

    record OfToken(AccessToken token) implements TrustRecord {}

    record OfRole(Role role) implements TrustRecord {}

    record OfIssuer(Issuer issuer) implements TrustRecord {}

    record OfSigningRule(SigningRule rule) implements TrustRecord {}

    /// Comes last: without it the file is torn.
    ///
    /// @param records in the file before this one
    record End(long records) implements TrustRecord {}
}
