package dev.skerry.agent.driver;

/// What a task may take of its node. 0 means: no limit.
///
/// @param cpuShareMhz its share when the processor is contended, relative to other tasks
/// @param cpuMaxMhz what it may use even when the processor is idle
/// @param memoryBytes memory of all its processes; beyond that the kernel kills it
/// @param pidsMax processes and threads
public record TaskLimits(int cpuShareMhz, int cpuMaxMhz, long memoryBytes, int pidsMax) {
    public static final TaskLimits NONE = new TaskLimits(0, 0, 0, 0);

    public TaskLimits {
        if (cpuShareMhz < 0) throw new IllegalArgumentException("cpuShareMhz: " + cpuShareMhz);
        if (cpuMaxMhz < 0) throw new IllegalArgumentException("cpuMaxMhz: " + cpuMaxMhz);
        if (memoryBytes < 0) throw new IllegalArgumentException("memoryBytes: " + memoryBytes);
        if (pidsMax < 0) throw new IllegalArgumentException("pidsMax: " + pidsMax);
    }
}
