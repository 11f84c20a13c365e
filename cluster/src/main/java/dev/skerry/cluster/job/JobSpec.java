package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user asks for: the job file, with every default filled in.
///
/// @param priority 1 to 100; what is more important is placed first
/// @param where in which part of the fleet it may run
/// @param placement rules for all its groups
/// @param meta free words for people and tools; tasks see them as `SKERRY_META_<NAME>`
/// @param groups at least one, names differ
public record JobSpec(
        JobKey key,
        Type type,
        int priority,
        Where where,
        Placement placement,
        Map<String, String> meta,
        List<GroupSpec> groups) {

    public static final int PRIORITY_DEFAULT = 50;

    /// How long its tasks are meant to live and how many there are.
    public enum Type {
        /// Runs until it is stopped; a task that ends is started again.
        SERVICE,
        /// Runs until its tasks have ended well.
        BATCH,
        /// Like a service, with one allocation of each group on every eligible node.
        SYSTEM
    }

    /// The part of the fleet.
    ///
    /// @param pool the node pool; `all` for every pool
    /// @param datacenters names, `*` at the end of one matches any ending
    public record Where(String pool, List<String> datacenters) {
        public static final String POOL_DEFAULT = "default";
        public static final Where ANYWHERE = new Where(POOL_DEFAULT, List.of("*"));

        public Where {
            datacenters = List.copyOf(datacenters);
        }
    }

    public JobSpec {
        meta = Map.copyOf(meta);
        groups = List.copyOf(groups);
    }

    public @Nullable GroupSpec group(String name) {
        for (var group : groups) if (group.name().equals(name)) return group;
        return null;
    }
}
