package dev.skerry.cluster.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a user asks for: the job file, with every default filled in.
///
/// @param priority 1 to 100; what is more important is placed first
/// @param where in which part of the fleet it may run
/// @param placement rules for all its groups
/// @param meta free words for people and tools; tasks see them as `SKERRY_META_<NAME>`
/// @param groups at least one, names differ
/// @param launch how it comes to run; null: it does once it is placed
public record JobSpec(
        JobKey key,
        Type type,
        int priority,
        Where where,
        Placement placement,
        Map<String, String> meta,
        List<GroupSpec> groups,
        @Nullable Launch launch) {

    public static final int PRIORITY_DEFAULT = 50;

    /// How long its tasks are meant to live and how many there are.
    public enum Type {
        /// Runs until it is stopped; a task that ends is started again.
        SERVICE(false, false),
        /// Runs until its tasks have ended well.
        BATCH(true, false),
        /// Like a service, with one allocation of each group on every eligible node.
        SYSTEM(false, true),
        /// Like a batch, once on every eligible node, and on each that comes later.
        SYSBATCH(true, true);

        private final boolean ends;
        private final boolean everywhere;

        Type(boolean ends, boolean everywhere) {
            this.ends = ends;
            this.everywhere = everywhere;
        }

        /// What has ended well is done.
        public boolean ends() {
            return ends;
        }

        /// Each node that takes it has one, instead of a count.
        public boolean everywhere() {
            return everywhere;
        }

        /// As people write it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
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

    /// One that is placed as soon as it is accepted.
    public JobSpec(
            JobKey key,
            Type type,
            int priority,
            Where where,
            Placement placement,
            Map<String, String> meta,
            List<GroupSpec> groups) {
        this(key, type, priority, where, placement, meta, groups, null);
    }

    public JobSpec {
        meta = Map.copyOf(meta);
        groups = List.copyOf(groups);
    }

    /// Nothing of it is placed: its children are.
    public boolean parent() {
        return launch instanceof Launch.Periodic || launch instanceof Launch.Parameterized;
    }

    /// It stays where it is placed, and its node runs it by a calendar.
    public boolean onNode() {
        return launch instanceof Launch.OnNode;
    }

    /// Its tasks say nothing that builds of before could not read.
    public boolean plain() {
        for (var group : groups) for (var task : group.tasks()) if (!task.plain()) return false;
        return true;
    }

    /// Some of it has words of its own for that.
    public boolean saysHowItMoves() {
        for (var group : groups) if (group.policies().migrate() != null) return true;
        return false;
    }

    /// It works to its end, which may come at any time.
    public boolean toItsEnd() {
        return type.ends() && !onNode();
    }

    /// Of a child, the job that it was launched by; null: it is none.
    public @Nullable JobKey launchedBy() {
        return launch instanceof Launch.Launched it
                ? new JobKey(key.namespace(), it.parent())
                : null;
    }

    public @Nullable GroupSpec group(String name) {
        for (var group : groups) if (group.name().equals(name)) return group;
        return null;
    }
}
