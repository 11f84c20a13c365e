package dev.skerry.trust.server;

import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Wish;
import dev.skerry.trust.server.rulings.RoleRulings;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was found lately of what callers may, by the ids of their tokens: judging many rules anew
/// for each request costs more than the request. It says nothing that the state does not: see
/// [Rulings#at].
final class KnownRulings {
    static final int TOKENS_MAX = 1_000;

    private final Map<String, Rulings> last =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Rulings> eldest) {
                    return size() > TOKENS_MAX;
                }
            };

    synchronized Rulings of(String token) {
        return last.getOrDefault(token, Rulings.NONE);
    }

    synchronized void found(String token, Rulings rulings) {
        last.put(token, rulings);
    }

    /// What was found of one token while the state was this one.
    ///
    /// @param kept the token as it was; null: it was gone
    record Rulings(Trust trust, @Nullable AccessToken kept, RoleRulings found) {
        static final Rulings NONE = new Rulings(Trust.EMPTY, null, new RoleRulings(List.of()));

        /// As the state is now. What was found holds as long as the roles are the same.
        @SuppressWarnings("ReferenceEquality") // the same as before, or another that may be equal
        Rulings at(Trust now, String token) {
            if (trust == now && kept != null) return this;
            var its = now.tokens().find(token);
            var roles = its == null ? List.<Role>of() : now.roles(its.roles());
            boolean same = found.roles().equals(roles);
            return new Rulings(now, its, same ? found : new RoleRulings(roles));
        }

        boolean allows(Wish wish) {
            return found.allows(wish);
        }
    }
}
