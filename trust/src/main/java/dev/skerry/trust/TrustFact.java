package dev.skerry.trust;

import dev.skerry.trust.policy.Role;
import dev.skerry.trust.state.AccessToken;
import java.util.List;

/// What can have happened to tokens and roles. Written to the log, so only added to, never changed.
/// No fact has a secret: of a token's there is the hash.
public sealed interface TrustFact {
    record FirstTokenMade(AccessToken token) implements TrustFact {}

    /// Another may be made.
    record FirstTokenAllowed() implements TrustFact {}

    record TokenCreated(AccessToken token) implements TrustFact {}

    record TokenRevoked(String id) implements TrustFact {}

    /// They have expired.
    record TokensForgotten(List<String> ids) implements TrustFact {
        public TokensForgotten {
            ids = List.copyOf(ids);
        }
    }

    record RoleApplied(Role role) implements TrustFact {}

    record RoleDeleted(String name) implements TrustFact {}
}
