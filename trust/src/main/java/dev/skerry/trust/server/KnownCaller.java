package dev.skerry.trust.server;

import dev.skerry.http.Admitted;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import dev.skerry.trust.server.KnownRulings.Rulings;
import dev.skerry.trust.server.rulings.NeededWish;
import org.jspecify.annotations.Nullable;

/// Whoever came with a token that was right. What he may is looked up each time: a role that is
/// changed, or a token that is revoked, counts at once.
final class KnownCaller implements Admitted {
    private final TrustView view;
    private final TokenText token;
    private final Caller caller;
    private final KnownRulings before;
    private volatile Rulings rulings;

    /// What was asked last: of a list's elements mostly the same as before.
    private volatile @Nullable Last last;

    private record Last(Rulings rulings, Need.Right right, String place, boolean allowed) {
        @SuppressWarnings("ReferenceEquality") // the very same; otherwise it is looked up
        boolean of(Rulings now, Need.Right asked, String where) {
            return rulings == now && right == asked && place.equals(where);
        }
    }

    KnownCaller(TrustView view, TokenText token, Caller caller, KnownRulings before) {
        this.view = view;
        this.token = token;
        this.caller = caller;
        this.before = before;
        this.rulings = before.of(token.id());
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
        var kept = now.kept();
        if (kept == null || kept.expired(view.time())) return false;
        var asked = last;
        if (asked != null && asked.of(now, right, place)) return asked.allowed;
        boolean allowed = now.allows(NeededWish.of(right, place));
        last = new Last(now, right, place, allowed);
        return allowed;
    }

    @SuppressWarnings("ReferenceEquality") // the same value as before, or another that may be equal
    private Rulings rulings() {
        var was = rulings;
        var now = was.at(view.trust(), token.id());
        if (now == was) return was;
        rulings = now;
        before.found(token.id(), now);
        return now;
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
