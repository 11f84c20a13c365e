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
    /// @param asked the namespace in the query; of `*` a handler shows what the caller may see
    public void admit(String asked) throws Declined {
        switch (need) {
            case Need.Nothing _ -> {}
            case Need.Right(_, var thing, var found) -> {
                if (!thing.namespaced()) check(Namespace.ALL);
                else if (!found && !asked.equals(Namespace.ALL)) check(asked);
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
