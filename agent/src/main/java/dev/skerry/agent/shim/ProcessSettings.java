package dev.skerry.agent.shim;

import java.nio.file.Path;

/// What there is to know of the node on which processes run.
///
/// @param directory where it keeps its records; it must allow programs to be executed
/// @param cgroupParent where in each cgroup hierarchy the tasks' cgroups are made: from its root
///   when it begins with `/`, else from the agent's own place
/// @param coreMhz what one core does, to turn MHz into time
/// @param defaultUser who runs a task that names no user, when the agent is root
/// @param proc `/proc/self`, from which the hierarchies are learnt
public record ProcessSettings(
        Path directory, String cgroupParent, int coreMhz, String defaultUser, Path proc) {
    public static final String DEFAULT_USER = "nobody";

    public ProcessSettings {
        if (!directory.isAbsolute()) throw new IllegalArgumentException("directory: " + directory);
        if (coreMhz < 1) throw new IllegalArgumentException("coreMhz: " + coreMhz);
        boolean up = cgroupParent.contains("..") || cgroupParent.isEmpty();
        if (up) throw new IllegalArgumentException("cgroupParent: '" + cgroupParent + "'");
    }

    /// The usual settings: tasks as `nobody` below the cgroup `/skerry/NODE`.
    public static ProcessSettings of(Path directory, String node, int coreMhz) {
        var proc = Path.of("/proc/self");
        return new ProcessSettings(directory, "/skerry/" + node, coreMhz, DEFAULT_USER, proc);
    }
}
