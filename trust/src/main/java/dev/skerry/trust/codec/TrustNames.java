package dev.skerry.trust.codec;

import dev.skerry.json.SealedNames;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import dev.skerry.trust.state.AccessToken;
import io.avaje.jsonb.Json;

/// Every type with a JSON form, and the name of each alternative of a sealed type. A name that was
/// given once stays. The pure packages carry no annotations for it.
@Json.Import({
    TrustFact.FirstTokenMade.class,
    TrustFact.TokenCreated.class,
    TrustFact.TokenGiven.class,
    TrustFact.TokenRevoked.class,
    TrustFact.TokensForgotten.class,
    TrustFact.RoleApplied.class,
    TrustFact.RoleDeleted.class,
    TrustFact.RefusalsNoted.class,
    TrustFact.IssuerApplied.class,
    TrustFact.IssuerDeleted.class,
    TrustFact.SigningRuleApplied.class,
    TrustFact.SigningRuleDeleted.class,
    TrustFact.AuditMarked.class,
    TrustFact.AuditLetGo.class,
    TurnedAway.class,
    AuditHead.class,
    AuditMark.class,
    AccessToken.class,
    Role.class,
    Issuer.class,
    ClaimRule.class,
    KeySource.Given.class,
    KeySource.At.class,
    SigningRule.class,
    VerifyingKey.class,
    TrustRecord.Header.class,
    TrustRecord.OfAuditMark.class,
    TrustRecord.OfToken.class,
    TrustRecord.OfRole.class,
    TrustRecord.OfIssuer.class,
    TrustRecord.OfSigningRule.class,
    TrustRecord.End.class
})
final class TrustNames {
    private TrustNames() {}

    static final SealedNames<TrustFact> FACTS =
            new SealedNames<TrustFact>()
                    .add("firstTokenMade", TrustFact.FirstTokenMade.class)
                    .constant("firstTokenAllowed", new TrustFact.FirstTokenAllowed())
                    .add("tokenCreated", TrustFact.TokenCreated.class)
                    .add("tokenGiven", TrustFact.TokenGiven.class)
                    .add("tokenRevoked", TrustFact.TokenRevoked.class)
                    .add("tokensForgotten", TrustFact.TokensForgotten.class)
                    .add("roleApplied", TrustFact.RoleApplied.class)
                    .add("roleDeleted", TrustFact.RoleDeleted.class)
                    .add("refusalsNoted", TrustFact.RefusalsNoted.class)
                    .add("issuerApplied", TrustFact.IssuerApplied.class)
                    .add("issuerDeleted", TrustFact.IssuerDeleted.class)
                    .add("signingRuleApplied", TrustFact.SigningRuleApplied.class)
                    .add("signingRuleDeleted", TrustFact.SigningRuleDeleted.class)
                    .add("auditMarked", TrustFact.AuditMarked.class)
                    .add("auditLetGo", TrustFact.AuditLetGo.class);

    static final SealedNames<KeySource> KEYS =
            new SealedNames<KeySource>()
                    .add("given", KeySource.Given.class)
                    .add("at", KeySource.At.class)
                    .constant("discovered", new KeySource.Discovered());

    static final SealedNames<TrustRecord> SAVED =
            new SealedNames<TrustRecord>()
                    .add("header", TrustRecord.Header.class)
                    .add("auditMark", TrustRecord.OfAuditMark.class)
                    .add("token", TrustRecord.OfToken.class)
                    .add("role", TrustRecord.OfRole.class)
                    .add("issuer", TrustRecord.OfIssuer.class)
                    .add("signingRule", TrustRecord.OfSigningRule.class)
                    .add("end", TrustRecord.End.class);
}
