package dev.skerry.agent.exec;

import dev.skerry.agent.driver.TaskLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One cgroup hierarchy that tasks join: the directory in which each gets its own, and what can be
/// controlled there.
///
/// @param unified whether it is of version 2
record CgroupBranch(Path parent, boolean unified, Set<String> controllers) {
    static final long CPU_PERIOD_US = 100_000;
    private static final long CPU_QUOTA_MIN_US = 1_000;
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;
    private static final long WEIGHT_MAX = 10_000;

    /// A value for a file of a cgroup.
    ///
    /// @param optional whether its absence is no fault: not every kernel counts swap
    record Setting(String file, String value, boolean optional) {}

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

    private void memory(long bytes, List<Setting> settings) {
        if (bytes == 0) return;
        var value = Long.toString(bytes);
        if (unified) {
            settings.add(new Setting("memory.max", value, false));
            settings.add(new Setting("memory.swap.max", "0", true));
            settings.add(new Setting("memory.oom.group", "1", true));
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
