package dev.skerry.trust.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What callers may who have it. All that is not allowed is denied, and what a rule denies no other
/// rule allows, of this role or of another that the caller has.
///
/// @param name as [dev.skerry.kernel.Text#word] has it
/// @param description for people; may be empty
/// @param tasks whose it is besides those of tokens that have it; null: nobody's
public record Role(
        String name, String description, List<RoleRule> rules, @Nullable List<TaskGlob> tasks) {
    public static final int RULES_MAX = 64;
    public static final int DESCRIPTION_CHARACTERS_MAX = 200;

    public Role {
        rules = List.copyOf(rules);
        tasks = tasks == null || tasks.isEmpty() ? null : List.copyOf(tasks);
    }

    /// One that only tokens have.
    public static Role ofTokens(String name, String description, List<RoleRule> rules) {
        return new Role(name, description, rules, null);
    }

    /// The jobs whose tasks have it.
    public List<TaskGlob> ofTasks() {
        return tasks == null ? List.of() : tasks;
    }

    /// Whether the tasks of that job have it.
    public boolean ofTasks(String namespace, String job) {
        return ofTasks().stream().anyMatch(it -> it.matches(namespace, job));
    }

    /// As a task in that namespace has it: what says nowhere where it allows something allows it
    /// there only. What it denies it denies wherever it does.
    public Role within(String namespace) {
        var narrowed = rules.stream().map(it -> it.within(namespace)).toList();
        return new Role(name, description, narrowed, tasks);
    }

    /// Of all that is written in it, in UTF-8.
    public long textBytes() {
        long bytes = name.length();
        bytes += description.getBytes(StandardCharsets.UTF_8).length;
        for (var rule : rules) bytes += rule.textBytes();
        for (var each : ofTasks()) bytes += each.text().length();
        return bytes;
    }
}
