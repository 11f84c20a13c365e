package dev.skerry.agent.cluster;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.users.OwnUsers;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/// Who runs the tasks of a node whose agent is root.
///
/// @param low the first user number of which each allocation gets one
/// @param high the last
/// @param usual runs the tasks that name nobody; empty: the allocation's own user
/// @param allowed names that a job file may ask for; root is none of them unless it is listed
public record TaskUsers(int low, int high, String usual, Set<String> allowed) {
    private static final List<String> KEYS = List.of("own", "allowed");
    private static final String RANGE_SHOULD_BE =
            "two numbers from 1000 to 2000000000, as in " + OwnUsers.LOW + "-" + OwnUsers.HIGH;

    /// @param given `users.own` and `users.allowed` of the configuration
    public static TaskUsers of(String usual, Map<String, String> given)
            throws AgentConfig.WrongSetting {
        for (var key : given.keySet())
            if (!KEYS.contains(key))
                throw new AgentConfig.WrongSetting(
                        "key", "users." + key, "users.own or users.allowed");
        var range = given.getOrDefault("own", OwnUsers.LOW + "-" + OwnUsers.HIGH);
        var ends = range.split("-", 3);
        int low = number(range, ends[0]);
        int high = ends.length == 2 ? number(range, ends[1]) : 0;
        if (high < low) throw new AgentConfig.WrongSetting("users.own", range, RANGE_SHOULD_BE);
        var allowed = new LinkedHashSet<String>();
        for (var name : given.getOrDefault("allowed", "").split(",", -1))
            if (!name.isBlank()) allowed.add(name.strip());
        return new TaskUsers(low, high, usual, Set.copyOf(allowed));
    }

    private static int number(String range, String text) throws AgentConfig.WrongSetting {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1_000 && number <= 2_000_000_000) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new AgentConfig.WrongSetting("users.own", range, RANGE_SHOULD_BE);
    }

    /// Who runs tasks that name nobody: the usual user, or any of the allocations' own.
    public String whoever() {
        return usual.isEmpty() ? Integer.toString(low) : usual;
    }

    /// What keeps the allocations of a node whose agent is root from having a user each, and what
    /// to do, as a sentence; empty: nothing.
    String shortcoming() {
        if (usual.isEmpty()) return "";
        return "tasks that name no user all run as %s, and can read, change and end each other: "
                        .formatted(usual)
                + "start the agent without --user to give each allocation a user of its own";
    }

    /// Whether tasks run as the user with that number. Who runs as root may see everything anyway.
    LongPredicate numbers() {
        var own = own();
        var named = new HashSet<Long>();
        for (var name : allowed) named.add(OwnUsers.number(name));
        if (!usual.isEmpty()) named.add(OwnUsers.number(usual));
        named.remove(0L);
        return user -> named.contains(user) || (user <= high && own.contains((int) user));
    }

    OwnUsers own() {
        return OwnUsers.of(low, high);
    }

    /// The user of a task, by name or number.
    ///
    /// @param wanted what its job file says; empty: nothing
    /// @param own the allocation's own; empty: the agent is not root and has but itself to offer
    String choose(String wanted, String own) throws TaskRefused {
        if (wanted.isEmpty()) return usual.isEmpty() ? own : usual;
        if (own.isEmpty() || wanted.equals(usual) || allowed.contains(wanted)) return wanted;
        throw TaskRefused.forGood(
                "this node lets no task run as '%s'; leave `user` out, or start its agent with"
                                .formatted(wanted)
                        + " --users.allowed "
                        + wanted);
    }
}
