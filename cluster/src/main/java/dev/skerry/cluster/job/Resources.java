package dev.skerry.cluster.job;

/// What is reserved for a task, what a group needs, or what a node has.
///
/// @param cpuMhz MHz; a node has cores × MHz of them
/// @param memoryBytes bytes, also the hard limit of the task's cgroup
/// @param diskBytes bytes
public record Resources(long cpuMhz, long memoryBytes, long diskBytes) {
    public static final Resources NONE = new Resources(0, 0, 0);

    public Resources plus(Resources other) {
        return new Resources(
                cpuMhz + other.cpuMhz,
                memoryBytes + other.memoryBytes,
                diskBytes + other.diskBytes);
    }

    public Resources minus(Resources other) {
        return new Resources(
                cpuMhz - other.cpuMhz,
                memoryBytes - other.memoryBytes,
                diskBytes - other.diskBytes);
    }

    /// Of each the larger amount.
    public Resources larger(Resources other) {
        return new Resources(
                Math.max(cpuMhz, other.cpuMhz),
                Math.max(memoryBytes, other.memoryBytes),
                Math.max(diskBytes, other.diskBytes));
    }

    public boolean fitsIn(Resources room) {
        return cpuMhz <= room.cpuMhz
                && memoryBytes <= room.memoryBytes
                && diskBytes <= room.diskBytes;
    }
}
