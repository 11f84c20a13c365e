package dev.skerry.trust;

import dev.skerry.kernel.Told;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.AccessToken;
import java.util.List;

/// What can have happened to tokens, roles, issuers and signing rules. Written to the log, so only
/// added to, never changed. No fact has a secret: of a token's there is the hash.
public sealed interface TrustFact extends Told.About {
    @Override
    default String about() {
        return switch (this) {
            case FirstTokenMade(var token) -> token.name();
            case FirstTokenAllowed _ -> "";
            case TokenCreated(var token) -> token.name();
            case TokenGiven(var token) -> token.key();
            case TokenRevoked(var id) -> id;
            case TokensForgotten _ -> "";
            case RoleApplied(var role) -> role.name();
            case RoleDeleted(var name) -> name;
            case RefusalsNoted _ -> "";
            case IssuerApplied(var issuer) -> issuer.name();
            case IssuerDeleted(var name) -> name;
            case SigningRuleApplied(var rule) -> rule.name();
            case SigningRuleDeleted(var name) -> name;
            case AuditMarked _ -> "";
            case AuditLetGo(var upTo) -> upTo.number() + "";
        };
    }

    record FirstTokenMade(AccessToken token) implements TrustFact {}

    /// Another may be made.
    record FirstTokenAllowed() implements TrustFact {}

    record TokenCreated(AccessToken token) implements TrustFact {}

    /// Somebody has logged in on the word of an issuer: the token is named after both.
    record TokenGiven(AccessToken token) implements TrustFact {
        /// What the audit knows it by.
        public String tokenId() {
            return token.id();
        }
    }

    record TokenRevoked(String id) implements TrustFact {}

    /// They have expired.
    record TokensForgotten(List<String> ids) implements TrustFact {
        public TokensForgotten {
            ids = List.copyOf(ids);
        }
    }

    record RoleApplied(Role role) implements TrustFact {}

    record RoleDeleted(String name) implements TrustFact {}

    /// Requests were refused. It changes nothing but the audit.
    ///
    /// @param refused at most [TurnedAway#KINDS_MAX]
    /// @param others more that are only counted
    record RefusalsNoted(List<TurnedAway> refused, long others) implements TrustFact {
        public RefusalsNoted {
            refused = List.copyOf(refused);
        }
    }

    /// There is an issuer, or it is another than before. What was given on its word before that is
    /// worth nothing any more.
    record IssuerApplied(Issuer issuer) implements TrustFact {}

    /// What was given on its word is worth nothing any more.
    record IssuerDeleted(String name) implements TrustFact {}

    /// There is a rule which keys have to sign what, or it is another than before. What was taken
    /// in before it stays.
    record SigningRuleApplied(SigningRule rule) implements TrustFact {}

    record SigningRuleDeleted(String name) implements TrustFact {}

    /// So far the audit has come by now: up to there its lines can be let go together.
    record AuditMarked(AuditMark mark) implements TrustFact {}

    /// The lines of the audit up to that one have been kept for long enough. Servers remove them
    /// only after this.
    record AuditLetGo(AuditHead upTo) implements TrustFact {}
}
