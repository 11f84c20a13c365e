package dev.skerry.trust.audit;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Requests that were refused since their caller was not known, may not, or asked too much. No
/// token is in it, and nothing of what was sent.
///
/// @param who as far as it was known: `person:ada`, or `person` for a stranger
/// @param by the id of the token that he came with; empty: none that was right
/// @param from the address
/// @param route its path with names in braces; `-`: of no route
/// @param status 401, 403 or 429
/// @param count how often
public record TurnedAway(
        String who, String by, String from, String method, String route, int status, long count) {
    /// Of different ones in one fact.
    public static final int KINDS_MAX = 100;

    private static final int WORD_CHARACTERS_MAX = 16;
    private static final int TEXT_CHARACTERS_MAX = 200;

    public TurnedAway {
        who = Text.fit(who, TEXT_CHARACTERS_MAX);
        by = Text.fit(by, TEXT_CHARACTERS_MAX);
        from = Text.fit(from, TEXT_CHARACTERS_MAX);
        method = Text.fit(method, WORD_CHARACTERS_MAX);
        route = Text.fit(route, TEXT_CHARACTERS_MAX);
    }

    /// Whether such an answer is noted.
    public static boolean noted(int status) {
        return status == 401 || status == 403 || status == 429;
    }

    /// The same, that often.
    public TurnedAway times(long often) {
        return new TurnedAway(who, by, from, method, route, status, often);
    }

    /// What is wrong with a message about them; null: nothing.
    ///
    /// @param others more that are only counted; there may be none but these
    public static @Nullable Refusal wrong(List<TurnedAway> all, long others) {
        int kinds = all.size();
        if (kinds > KINDS_MAX || (kinds == 0 && others == 0))
            return new Refusal.Invalid(
                    "refused",
                    kinds + " kinds",
                    "1 to %d kinds, or none where others are counted".formatted(KINDS_MAX));
        for (var each : all) {
            if (!noted(each.status))
                return new Refusal.Invalid("status", each.status + "", "401, 403 or 429");
            if (each.count < 1) return new Refusal.Invalid("count", each.count + "", "at least 1");
        }
        return others < 0 ? new Refusal.Invalid("others", others + "", "at least 0") : null;
    }

    /// As a line of the audit has it.
    String json() {
        return new LineText()
                .put("who", who)
                .put("by", by)
                .put("from", from)
                .put("method", method)
                .put("route", route)
                .put("status", status)
                .put("count", count)
                .closed();
    }
}
