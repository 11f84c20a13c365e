package dev.skerry.trust.server.roles;

import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.policy.Ruling;
import dev.skerry.trust.policy.TaskGlob;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of roles, in the words of their files.
public final class RoleAnswers {
    private RoleAnswers() {}

    /// @param ready it is there from the beginning, and stays as it is
    /// @param tasks absent: no task has it
    @Json
    public record OneRole(
            String role,
            String description,
            boolean ready,
            @Nullable List<String> tasks,
            List<OneRule> rules) {
        public OneRole {
            rules = List.copyOf(rules);
        }
    }

    /// One of `allow` and `deny`; where it holds is absent when that is everywhere.
    @Json
    public record OneRule(
            @Nullable List<String> allow,
            @Nullable List<String> deny,
            @Nullable List<String> namespaces,
            @Nullable List<String> pools) {}

    /// What a change of a role comes to.
    @Json
    public record RoleChanged(String role, long index) {}

    /// @param role whose rule decides; absent: none does
    /// @param rule its number, from 1; absent: none does
    @Json
    public record Tried(
            boolean allowed, @Nullable String role, @Nullable Integer rule, String why) {}

    static OneRole one(Role role) {
        boolean ready = ReadyRoles.find(role.name()) != null;
        var rules = role.rules().stream().map(RoleAnswers::one).toList();
        var tasks = role.ofTasks().stream().map(TaskGlob::text).toList();
        return new OneRole(
                role.name(), role.description(), ready, tasks.isEmpty() ? null : tasks, rules);
    }

    private static OneRule one(RoleRule rule) {
        var texts = rule.capabilities().stream().map(Capability::text).toList();
        return new OneRule(
                rule.allow() ? texts : null,
                rule.allow() ? null : texts,
                places(rule.namespaces()),
                places(rule.pools()));
    }

    private static @Nullable List<String> places(List<Glob> patterns) {
        return patterns.isEmpty() ? null : patterns.stream().map(Glob::pattern).toList();
    }

    public static Tried tried(Ruling ruling) {
        boolean decides = ruling.rule() > 0;
        return new Tried(
                ruling.allowed(),
                decides ? ruling.role() : null,
                decides ? ruling.rule() : null,
                ruling.sentence());
    }
}
