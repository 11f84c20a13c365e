package dev.skerry.trust.server.rulings;

import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.Wish;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What some roles allow, as far as it was asked: pages ask the same every second, and a list for
/// each of its elements.
public final class RoleRulings {
    /// What is asked beyond is judged each time.
    private static final int KNOWN_MAX = 1_000;

    private final List<Role> roles;
    private final Map<Wish, Boolean> known = new ConcurrentHashMap<>();

    public RoleRulings(List<Role> roles) {
        this.roles = List.copyOf(roles);
    }

    /// Whose rulings they are.
    public List<Role> roles() {
        return roles;
    }

    public boolean allows(Wish wish) {
        var before = known.get(wish);
        if (before != null) return before;
        boolean allowed = Ruling.of(roles, wish).allowed();
        if (known.size() < KNOWN_MAX) known.put(wish, allowed);
        return allowed;
    }
}
