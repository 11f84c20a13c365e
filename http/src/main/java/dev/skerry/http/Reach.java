package dev.skerry.http;

import dev.skerry.kernel.Refusal;
import java.util.function.BiPredicate;

/// How far the right goes that the route of a request needs.
///
/// @param need of the route
/// @param given whether the caller has it in a namespace; `*`: in the whole fleet
public record Reach(Need need, BiPredicate<Need.Right, String> given) {
    /// Refuses the request before its handler sees it, if it is known already that it must be.
    ///
    /// @param asked the namespace in the query
    public void admit(String asked) throws Declined {
        switch (need) {
            case Need.Nothing _ -> {}
            case Need.Right(_, _, var where) -> {
                switch (where) {
                    case IN_THE_FLEET -> check(Namespace.ALL);
                    case IN_THE_QUERY -> check(asked);
                    case IN_LISTS -> {
                        if (!asked.equals(Namespace.ALL)) check(asked);
                    }
                    case WITH_THE_THING -> {} // its handler knows
                }
            }
        }
    }

    public boolean covers(String namespace) {
        return switch (need) {
            case Need.Nothing _ -> true;
            case Need.Right right -> given.test(right, namespace);
        };
    }

    void check(String namespace) throws Declined {
        if (covers(namespace)) return;
        var where = namespace.equals(Namespace.ALL) ? "" : " in namespace " + namespace;
        throw new Declined(
                new Refusal.Forbidden(
                        "This needs the right to %s%s; ask whoever gives rights here."
                                .formatted(need.text(), where)));
    }
}
