package dev.skerry.trust.state;

import dev.skerry.kernel.PersistentMap;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.signing.SigningRule;

/// What people have applied as files, each by its name.
///
/// @param roles without [dev.skerry.trust.policy.ReadyRoles]
public record TrustRules(
        PersistentMap<String, Role> roles,
        PersistentMap<String, Issuer> issuers,
        PersistentMap<String, SigningRule> signing) {
    static final TrustRules NONE =
            new TrustRules(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    TrustRules roles(PersistentMap<String, Role> next) {
        return new TrustRules(next, issuers, signing);
    }

    TrustRules issuers(PersistentMap<String, Issuer> next) {
        return new TrustRules(roles, next, signing);
    }

    TrustRules signing(PersistentMap<String, SigningRule> next) {
        return new TrustRules(roles, issuers, next);
    }
}
