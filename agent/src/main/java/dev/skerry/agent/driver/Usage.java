package dev.skerry.agent.driver;

/// What a task uses: memory now, processor time since its start, processes and threads now. -1
/// where the node can't tell.
public record Usage(long memoryBytes, long cpuNs, long pids) {
    public static final Usage NONE = new Usage(-1, -1, -1);
}
