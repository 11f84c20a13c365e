package dev.skerry.trust.policy;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import org.jspecify.annotations.Nullable;

/// How much a role may be.
public final class RoleBounds {
    private RoleBounds() {}

    /// What is wrong with the role; null: nothing.
    public static @Nullable Refusal wrong(Role role) {
        if (!Text.word(role.name()))
            return new Refusal.Invalid("role", role.name(), Text.WORD_SHOULD);
        var said = role.description();
        if (said.length() > Role.DESCRIPTION_CHARACTERS_MAX || !Text.line(said))
            return new Refusal.Invalid(
                    "description",
                    said,
                    "one line of at most %d characters".formatted(Role.DESCRIPTION_CHARACTERS_MAX));
        var tasks = tooMany("tasks", role.ofTasks().size());
        if (tasks != null) return tasks;
        int rules = role.rules().size();
        if (rules < 1 || rules > Role.RULES_MAX)
            return new Refusal.Invalid(
                    "rules", rules + " rules", "1 to %d rules".formatted(Role.RULES_MAX));
        for (int i = 0; i < rules; i++) {
            var wrong = wrong("rules[" + i + "]", role.rules().get(i));
            if (wrong != null) return wrong;
        }
        return null;
    }

    private static @Nullable Refusal wrong(String at, RoleRule rule) {
        var key = at + (rule.allow() ? ".allow" : ".deny");
        if (rule.capabilities().isEmpty())
            return new Refusal.Invalid(key, "0 elements", "at least one, as \"read cluster/jobs\"");
        var wrong = tooMany(key, rule.capabilities().size());
        if (wrong == null) wrong = tooMany(at + ".namespaces", rule.namespaces().size());
        return wrong == null ? tooMany(at + ".pools", rule.pools().size()) : wrong;
    }

    private static @Nullable Refusal tooMany(String field, int size) {
        if (size <= RoleRule.EACH_MAX) return null;
        var should = "at most %d elements".formatted(RoleRule.EACH_MAX);
        return new Refusal.Invalid(field, size + " elements", should);
    }
}
