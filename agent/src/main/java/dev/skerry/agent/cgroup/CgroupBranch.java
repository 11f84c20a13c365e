package dev.skerry.agent.cgroup;

import dev.skerry.agent.driver.TaskLimits;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One cgroup hierarchy that tasks join: the directory in which each gets its own, and what can be
/// controlled there.
///
/// @param unified whether it is of version 2
public record CgroupBranch(Path parent, boolean unified, Set<String> controllers) {
    static final long CPU_PERIOD_US = 100_000;

    /// The directory of a node, beside those of others.
    private static final String NODE = "n-[0-9a-f]{12}";

    /// A younger directory is that of an agent which is just coming up, or of a task that it is
    /// about to let in.
    private static final long LEFT_MIN_MS = 60_000;

    private static final long CPU_QUOTA_MIN_US = 1_000;
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;
    private static final long WEIGHT_MAX = 10_000;

    /// A value for a file of a cgroup.
    ///
    /// @param optional whether its absence is no fault: not every kernel counts swap
    record Setting(String file, String value, boolean optional) {}

    /// Takes away the directories of other nodes of this machine in which nothing runs: an agent
    /// that was killed leaves its own and those of its tasks, and may never come back. Should it
    /// live, it makes them anew with [#present].
    void sweep() {
        var all = parent.getParent();
        if (all == null || !isNode(parent)) return;
        long untilMs = System.currentTimeMillis() - LEFT_MIN_MS;
        try (var others = Files.newDirectoryStream(all, it -> isNode(it) && !it.equals(parent))) {
            for (var other : others) if (isOld(other, untilMs)) removeUnused(other, untilMs);
        } catch (IOException | DirectoryIteratorException e) {
            // the next agent finds them
        }
    }

    /// Takes away the node's own, but for those in which tasks run on. No task is about to come in.
    void leave() {
        removeUnused(parent, Long.MAX_VALUE);
    }

    private static boolean isNode(Path directory) {
        return String.valueOf(directory.getFileName()).matches(NODE);
    }

    private static boolean isOld(Path directory, long untilMs) {
        try {
            return Files.getLastModifiedTime(directory).toMillis() < untilMs;
        } catch (IOException e) {
            return false; // it is gone
        }
    }

    /// @param untilMs tasks whose directory was made later keep it
    private static void removeUnused(Path node, long untilMs) {
        try (var tasks = Files.newDirectoryStream(node, Files::isDirectory)) {
            for (var task : tasks)
                if (isOld(task, untilMs)) new TaskCgroup(List.of(task)).removeUnused();
            Files.delete(node);
        } catch (IOException | DirectoryIteratorException e) {
            // it is gone, or tasks have theirs in it
        }
    }

    /// Makes the parent again when another agent has swept it away.
    void present() throws IOException {
        if (Files.isDirectory(parent)) return;
        Files.createDirectories(parent);
        if (unified) for (var controller : controllers) Cgroups.handDown(parent, controller);
    }

    /// What to write for these limits.
    ///
    /// @param coreMhz what one core of this node does
    List<Setting> settings(TaskLimits limits, int coreMhz) {
        var settings = new ArrayList<Setting>();
        if (controllers.contains("memory")) memory(limits.memoryBytes(), settings);
        if (controllers.contains("cpu")) cpu(limits, coreMhz, settings);
        if (controllers.contains("pids") && limits.pidsMax() > 0) {
            settings.add(setting("pids.max", limits.pidsMax()));
        }
        return settings;
    }

    /// The group is not killed as one: a task whose child has taken too much may go on without it,
    /// under either version.
    private void memory(long bytes, List<Setting> settings) {
        if (bytes == 0) return;
        var value = Long.toString(bytes);
        if (unified) {
            settings.add(new Setting("memory.max", value, false));
            settings.add(new Setting("memory.swap.max", "0", true));
        } else {
            settings.add(new Setting("memory.limit_in_bytes", value, false));
            settings.add(new Setting("memory.memsw.limit_in_bytes", value, true));
        }
    }

    /// Version 1 counts shares, of which a cgroup has 1024 unless told otherwise; version 2 counts
    /// weight, of which it has 100. One MHz is one share.
    private void cpu(TaskLimits limits, int coreMhz, List<Setting> settings) {
        long share = limits.cpuShareMhz();
        long quota =
                Math.max(
                        CPU_QUOTA_MIN_US,
                        limits.cpuMaxMhz() * CPU_PERIOD_US / Math.max(1, coreMhz));
        if (unified) {
            long weight = Math.clamp(share * 100 / 1024, 1, WEIGHT_MAX);
            if (share > 0) settings.add(setting("cpu.weight", weight));
            if (limits.cpuMaxMhz() > 0) {
                settings.add(new Setting("cpu.max", quota + " " + CPU_PERIOD_US, false));
            }
        } else {
            if (share > 0) {
                settings.add(setting("cpu.shares", Math.clamp(share, SHARES_MIN, SHARES_MAX)));
            }
            if (limits.cpuMaxMhz() > 0) {
                settings.add(setting("cpu.cfs_period_us", CPU_PERIOD_US));
                settings.add(setting("cpu.cfs_quota_us", quota));
            }
        }
    }

    private static Setting setting(String file, long value) {
        return new Setting(file, Long.toString(value), false);
    }
}
