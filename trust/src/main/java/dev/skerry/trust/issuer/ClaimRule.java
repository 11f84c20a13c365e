package dev.skerry.trust.issuer;

import dev.skerry.trust.policy.Glob;

/// Who has a claim of that value has a role.
///
/// @param claim its name; dots go into objects: `realm_access.roles`
/// @param is the value, or one of a list's elements; `*` stands for any characters
/// @param role by its name
public record ClaimRule(String claim, String is, String role) {
    public static final int CHARACTERS_MAX = 256;

    /// Whether it gives its role.
    boolean gives(Claims claims) {
        return claims.texts(claim).stream().anyMatch(it -> Glob.matches(is, it));
    }
}
