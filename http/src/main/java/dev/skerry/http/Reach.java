package dev.skerry.http;

import dev.skerry.kernel.Refusal;
import java.util.function.BiPredicate;

/// How far the right goes that the route of a request needs.
///
/// @param need of the route
/// @param given whether the caller has it in a namespace or a pool; `*`: in all of them
public record Reach(Need need, BiPredicate<Need.Right, String> given) {
    /// Refuses the request before its handler sees it, if it is known already that it must be.
    ///
    /// @param asked the namespace in the query
    public void admit(String asked) throws Declined {
        switch (need) {
            case Need.Nothing _, Need.Known _ -> {}
            case Need.Right(_, var thing, var where) -> {
                switch (where) {
                    case IN_THE_FLEET -> check(Namespace.ALL);
                    case IN_THE_QUERY -> check(asked);
                    case IN_LISTS -> {
                        boolean named = thing.scope() == Thing.Scope.NAMESPACE;
                        if (named && !asked.equals(Namespace.ALL)) check(asked);
                    }
                    case IN_EACH, WITH_THE_THING -> {} // its handler knows
                }
            }
        }
    }

    /// Whether the caller may do there what the route does.
    ///
    /// @param place a namespace or a pool; `*`: all of them
    public boolean covers(String place) {
        return switch (need) {
            case Need.Nothing _, Need.Known _ -> true;
            case Need.Right right -> given.test(right, place);
        };
    }

    /// Whether the caller may see such things there, whatever else the route does with them.
    boolean sees(String place) {
        return switch (need) {
            case Need.Nothing _, Need.Known _ -> true;
            case Need.Right right -> given.test(right.toRead(), place);
        };
    }

    /// Refuses what the caller may not do there, to whom it is no secret that it is there.
    public void check(String place) throws Declined {
        if (!covers(place)) throw forbidden(place);
    }

    /// Refuses what the caller may not do with a thing that the request names by its id, or brings.
    /// Of what is named and he cannot even see it is not said that it is there.
    ///
    /// @param id empty: the request brings it
    void check(String place, String id) throws Declined {
        if (covers(place)) return;
        boolean named = !id.isEmpty();
        if (named && need instanceof Need.Right(var verb, var thing, _) && verb == Need.Verb.READ)
            throw new Declined(new Refusal.NotFound(thing.one(), id));
        throw forbidden(place);
    }

    private Declined forbidden(String place) {
        return new Declined(
                new Refusal.Forbidden(
                        "This needs the right to %s%s; ask whoever gives rights here."
                                .formatted(need.text(), in(place))));
    }

    private String in(String place) {
        if (!(need instanceof Need.Right right)) return "";
        boolean all = place.equals(Namespace.ALL);
        return switch (right.thing().scope()) {
            case NAMESPACE -> all ? " in every namespace" : " in namespace " + place;
            case POOL -> all ? " in every pool" : " in pool " + place;
            case FLEET -> "";
        };
    }
}
