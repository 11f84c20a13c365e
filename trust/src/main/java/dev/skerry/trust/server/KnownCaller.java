package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Place;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.Wish;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Whoever came with a token that was right. What he may is looked up each time: a role that is
/// changed, or a token that is revoked, counts at once.
final class KnownCaller implements Admitted {
    private final TrustView view;
    private final TokenText token;
    private final Caller caller;
    private volatile Rulings rulings;

    /// What was found while the roles were these; a list asks the same for each of its elements.
    private record Rulings(List<Role> roles, Map<Wish, Boolean> known) {
        static final int KNOWN_MAX = 1_000;

        boolean allows(Wish wish) {
            var before = known.get(wish);
            if (before != null) return before;
            boolean allowed = Ruling.of(roles, wish).allowed();
            if (known.size() < KNOWN_MAX) known.put(wish, allowed);
            return allowed;
        }
    }

    KnownCaller(TrustView view, TokenText token, Caller caller) {
        this.view = view;
        this.token = token;
        this.caller = caller;
        this.rulings = new Rulings(List.of(), new ConcurrentHashMap<>());
    }

    /// What he came with.
    TokenText token() {
        return token;
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean allows(Need.Right right, String place) {
        var trust = view.trust();
        var live = trust.live(token.id(), view.time());
        if (live == null) return false;
        var last = rulings;
        var roles = trust.roles(live.roles());
        if (!last.roles.equals(roles)) {
            last = new Rulings(roles, new ConcurrentHashMap<>());
            rulings = last;
        }
        return last.allows(wish(right, place));
    }

    private static Wish wish(Need.Right right, String place) {
        var thing = right.thing();
        return new Wish(level(right.verb()), thing.room(), thing.kind(), where(right, place));
    }

    private static Level level(Need.Verb verb) {
        return switch (verb) {
            case READ -> Level.READ;
            case WRITE -> Level.WRITE;
            case ADMINISTER -> Level.ADMINISTER;
        };
    }

    private static Place where(Need.Right right, String place) {
        if (place.equals(Namespace.ALL)) return new Place.Fleet();
        return switch (right.thing().scope()) {
            case NAMESPACE -> new Place.InNamespace(place);
            case POOL -> new Place.InPool(place);
            case FLEET -> new Place.Fleet();
        };
    }

    @Override
    public boolean stands() {
        return view.trust().live(token.id(), view.time()) != null;
    }

    @Override
    public String lack() {
        return "";
    }
}
