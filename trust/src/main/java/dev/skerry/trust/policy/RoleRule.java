package dev.skerry.trust.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a role allows or denies, and where.
///
/// | namespaces | pools | it holds                                                        |
/// |------------|-------|-----------------------------------------------------------------|
/// | none       | none  | everywhere, also for what is the whole fleet's                  |
/// | some       | none  | in these namespaces; in no pool, and not for the fleet's things |
/// | none       | some  | in these pools; in no namespace, and not for the fleet's things |
/// | some       | some  | in these namespaces and in these pools, nowhere else            |
///
/// What is needed in every namespace, or every pool, is allowed by a rule that holds in each of
/// them, and denied by one that holds in any.
///
/// @param allow otherwise it denies
public record RoleRule(
        boolean allow, List<Capability> capabilities, List<Glob> namespaces, List<Glob> pools) {
    /// Of capabilities, of namespaces, and of pools.
    public static final int EACH_MAX = 64;

    public RoleRule {
        capabilities = List.copyOf(capabilities);
        namespaces = List.copyOf(namespaces);
        pools = List.copyOf(pools);
    }

    /// One that holds everywhere.
    ///
    /// @param capabilities as people write them
    static RoleRule allow(String... capabilities) {
        var all = new ArrayList<Capability>();
        for (var text : capabilities) {
            var it = Capability.parse(text);
            if (it == null) throw new IllegalArgumentException(text);
            all.add(it);
        }
        return new RoleRule(true, all, List.of(), List.of());
    }

    /// Whether it decides about the wish.
    boolean decides(Wish wish) {
        return holds(wish.place()) && concerns(wish);
    }

    /// The same, wherever it holds.
    boolean concerns(Wish wish) {
        return capabilities.stream().anyMatch(it -> allow ? it.allows(wish) : it.denies(wish));
    }

    boolean holds(Place place) {
        if (namespaces.isEmpty() && pools.isEmpty()) return true;
        return switch (place) {
            case Place.InNamespace(var name) -> any(namespaces, name);
            case Place.InPool(var name) -> any(pools, name);
            case Place.EachNamespace _ -> every(namespaces);
            case Place.EachPool _ -> every(pools);
            case Place.Fleet _ -> false;
        };
    }

    private boolean every(List<Glob> patterns) {
        return allow ? patterns.contains(Glob.ALL) : !patterns.isEmpty();
    }

    private static boolean any(List<Glob> patterns, String name) {
        return patterns.stream().anyMatch(it -> it.matches(name));
    }

    /// As a task in that namespace has it.
    RoleRule within(String namespace) {
        boolean placed = !namespaces.isEmpty() || !pools.isEmpty();
        if (!allow || placed) return this;
        return new RoleRule(true, capabilities, List.of(new Glob(namespace)), List.of());
    }

    /// What it says, one line for each capability: `write cluster/jobs in namespaces shop-*`.
    public List<String> lines() {
        return capabilities.stream()
                .map(it -> (allow ? "" : "never ") + it.text() + where())
                .toList();
    }

    /// Of all that is written in it; patterns are of plain characters.
    long textBytes() {
        long bytes = 0;
        for (var it : capabilities) bytes += it.text().length();
        for (var it : namespaces) bytes += it.pattern().length();
        for (var it : pools) bytes += it.pattern().length();
        return bytes;
    }

    /// Empty, or with a space before it.
    String where() {
        var places = new ArrayList<String>();
        if (!namespaces.isEmpty()) places.add("in namespaces " + joined(namespaces));
        if (!pools.isEmpty()) places.add("in pools " + joined(pools));
        return places.isEmpty() ? "" : " " + String.join(" and ", places);
    }

    private static String joined(List<Glob> patterns) {
        return patterns.stream().map(Glob::pattern).collect(Collectors.joining(", "));
    }
}
