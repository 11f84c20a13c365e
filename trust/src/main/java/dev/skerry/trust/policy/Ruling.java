package dev.skerry.trust.policy;

import java.util.List;
import java.util.stream.Collectors;

/// Whether a caller may, and why.
///
/// @param role whose rule decides; empty: none does, so it is denied
/// @param rule its number within the role, from 1; 0: none
/// @param sentence which rule decides, or why none does
public record Ruling(boolean allowed, String role, int rule, String sentence) {
    /// What the roles of one caller say together. The first rule that denies it decides, then the
    /// first that allows it.
    public static Ruling of(List<Role> roles, Wish wish) {
        Ruling allowed = null;
        for (var role : roles) {
            int number = 0;
            for (var rule : role.rules()) {
                number++;
                if (!rule.decides(wish)) continue;
                if (!rule.allow()) return by(role, number, false, wish);
                if (allowed == null) allowed = by(role, number, true, wish);
            }
        }
        return allowed == null ? none(roles, wish) : allowed;
    }

    private static Ruling by(Role role, int rule, boolean allowed, Wish wish) {
        var verb = allowed ? "allows" : "denies";
        var sentence =
                "Rule %d of role %s %s to %s.".formatted(rule, role.name(), verb, wish.text());
        return new Ruling(allowed, role.name(), rule, sentence);
    }

    private static Ruling none(List<Role> roles, Wish wish) {
        if (roles.isEmpty()) return new Ruling(false, "", 0, "There is no role that allows it.");
        var names = roles.stream().map(Role::name).collect(Collectors.joining(", "));
        var of = (roles.size() == 1 ? "role " : "the roles ") + names;
        var sentence =
                "No rule of %s allows to %s%s.".formatted(of, wish.text(), nearest(roles, wish));
        return new Ruling(false, "", 0, sentence);
    }

    /// The first rule that is only a little too narrow; continues the sentence.
    private static String nearest(List<Role> roles, Wish wish) {
        for (var role : roles) {
            int number = 0;
            for (var rule : role.rules()) {
                number++;
                var why = rule.allow() ? tooNarrow(rule, wish) : "";
                if (!why.isEmpty())
                    return "; rule %d of role %s %s".formatted(number, role.name(), why);
            }
        }
        return "";
    }

    private static String tooNarrow(RoleRule rule, Wish wish) {
        if (rule.concerns(wish)) return "allows it only" + rule.where();
        if (!rule.holds(wish.place())) return "";
        for (var it : rule.capabilities()) {
            if (!it.means(wish)) continue;
            if (it.named(wish)) return "allows no more than to " + it.level().word();
            return "says \"%s\", which does not mean trust unless it is named".formatted(it.text());
        }
        return "";
    }
}
