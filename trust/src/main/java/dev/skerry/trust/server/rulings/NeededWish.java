package dev.skerry.trust.server.rulings;

import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Place;
import dev.skerry.trust.policy.Wish;

/// The right that a route needs, in the words of roles.
public final class NeededWish {
    private NeededWish() {}

    /// @param place a namespace or a pool, as the thing's scope is; `*`: in all of the fleet
    public static Wish of(Need.Right right, String place) {
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
}
