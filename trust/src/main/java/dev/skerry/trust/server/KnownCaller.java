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
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whoever came with a token that was right. What he may is looked up each time: a role that is
/// changed, or a token that is revoked, counts at once.
final class KnownCaller implements Admitted {
    private final TrustView view;
    private final TokenText token;
    private final Caller caller;
    private volatile Rulings rulings;

    /// What was found while the state was this one; a list asks the same for each of its elements.
    ///
    /// @param kept the token as it was; null: it was gone
    private record Rulings(
            Trust trust, @Nullable AccessToken kept, List<Role> roles, Map<Wish, Boolean> known) {
        static final int KNOWN_MAX = 1_000;

        boolean allows(Wish wish) {
            var before = known.get(wish);
            if (before != null) return before;
            boolean allowed = Ruling.of(roles, wish).allowed();
            if (known.size() < KNOWN_MAX) known.put(wish, allowed);
            return allowed;
        }
    }

    /// What was asked last: of a list's elements mostly the same as before.
    private volatile @Nullable Last last;

    private record Last(Rulings rulings, Need.Right right, String place, boolean allowed) {
        @SuppressWarnings("ReferenceEquality") // the very same; otherwise it is looked up
        boolean of(Rulings now, Need.Right asked, String where) {
            return rulings == now && right == asked && place.equals(where);
        }
    }

    KnownCaller(TrustView view, TokenText token, Caller caller) {
        this.view = view;
        this.token = token;
        this.caller = caller;
        this.rulings = new Rulings(Trust.EMPTY, null, List.of(), new ConcurrentHashMap<>());
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
        var now = rulings();
        var kept = now.kept;
        if (kept == null || kept.expired(view.time())) return false;
        var before = last;
        if (before != null && before.of(now, right, place)) return before.allowed;
        boolean allowed = now.allows(wish(right, place));
        last = new Last(now, right, place, allowed);
        return allowed;
    }

    /// Those of the state as it is. What was found holds as long as the roles are the same.
    @SuppressWarnings("ReferenceEquality") // the same value as before, or another that may be equal
    private Rulings rulings() {
        var trust = view.trust();
        var before = rulings;
        if (before.trust == trust) return before;
        var kept = trust.tokens().find(token.id());
        var roles = kept == null ? List.<Role>of() : trust.roles(kept.roles());
        var known =
                before.roles.equals(roles) ? before.known : new ConcurrentHashMap<Wish, Boolean>();
        var next = new Rulings(trust, kept, roles, known);
        rulings = next;
        return next;
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
        boolean all = place.equals(Namespace.ALL);
        return switch (right.thing().scope()) {
            case NAMESPACE -> all ? new Place.EachNamespace() : new Place.InNamespace(place);
            case POOL -> all ? new Place.EachPool() : new Place.InPool(place);
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
