package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One process of a group.
///
/// @param variants how it is run: what its author likes best comes first; at least one
/// @param checks how its health is seen; none: it is healthy once it has run for 5 s
public record TaskSpec(
        String name,
        List<Variant> variants,
        TaskShare share,
        StopSpec stop,
        Logs logs,
        List<CheckSpec> checks,
        TaskRole role) {

    /// What is reserved for a task that says nothing: 100 MHz and 64 MiB.
    public static final Resources RESOURCES_DEFAULT = new Resources(100, 64L * 1024 * 1024, 0);

    public TaskSpec {
        variants = List.copyOf(variants);
        checks = List.copyOf(checks);
        if (variants.isEmpty())
            throw new IllegalArgumentException("task " + name + " says not how it is run");
    }

    /// A main task, run in one way on all nodes.
    public TaskSpec(
            String name,
            TaskRun run,
            TaskShare share,
            StopSpec stop,
            Logs logs,
            List<CheckSpec> checks) {
        this(name, List.of(Variant.only(run)), share, stop, logs, checks, TaskRole.MAIN);
    }

    /// A plain one: a program, which is not confined.
    public TaskSpec(
            String name,
            String driver,
            RunSpec run,
            Resources resources,
            long cpuMaxMhz,
            StopSpec stop,
            Logs logs,
            List<CheckSpec> checks) {
        this(
                name,
                TaskRun.plain(driver, run),
                new TaskShare(resources, cpuMaxMhz),
                stop,
                logs,
                checks);
    }

    /// How it is run depends on its node.
    public boolean choice() {
        return variants.size() > 1 || !variants.getFirst().name().isEmpty();
    }

    /// The same, run in one of its ways.
    ///
    /// @param variant null: nothing was chosen
    TaskSpec chosen(@Nullable String variant) {
        var it = variant == null ? null : variant(variant);
        if (it == null) return this;
        return new TaskSpec(name, List.of(Variant.only(it.run())), share, stop, logs, checks, role);
    }

    /// Null: it has none of that name.
    public @Nullable Variant variant(String named) {
        for (var each : variants) if (each.name().equals(named)) return each;
        return null;
    }

    /// What it is run by where nothing has been chosen: the first of its ways.
    public TaskRun way() {
        return variants.getFirst().run();
    }

    /// The word of the driver that it is run by.
    public String driver() {
        return way().driver();
    }

    /// What is run, of one that is a program of the node.
    public RunSpec run() {
        if (way() instanceof TaskRun.OfProgram it) return it.program();
        throw new IllegalStateException(name + " is run by " + driver());
    }

    /// The program of one that is run in a way which builds of before can read; null: it is not.
    public @Nullable RunSpec plainProgram() {
        boolean any = variants.getFirst().fit().equals(Variant.Fit.ANY);
        return way().plain() && !choice() && any ? run() : null;
    }

    /// It says nothing that builds of before could not read.
    public boolean plain() {
        return plainProgram() != null && role.equals(TaskRole.MAIN);
    }

    public Resources resources() {
        return share.resources();
    }

    public long cpuMaxMhz() {
        return share.cpuMaxMhz();
    }

    /// A program, never a shell line. `${NAME}` in arguments and values is replaced by the agent
    /// from the task's environment.
    ///
    /// @param command absolute, or found in the task's directory or PATH
    /// @param user the account it runs as; empty: its allocation's own, or the agent's where that
    ///   is not root
    public record RunSpec(String command, List<String> args, Map<String, String> env, String user) {
        public RunSpec {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }
    }

    /// What it has of its node.
    ///
    /// @param resources what is reserved for it
    /// @param cpuMaxMhz a hard limit in MHz; 0 lets it use what is idle
    public record TaskShare(Resources resources, long cpuMaxMhz) {}

    /// How it is ended: the signal, and after the timeout SIGKILL for all its processes.
    public record StopSpec(String signal, long timeoutMs) {
        public static final StopSpec DEFAULT = new StopSpec("SIGTERM", 10_000);
    }

    /// How much of its output is kept, for stdout and stderr each.
    public record Logs(int maxFiles, long maxFileBytes) {
        public static final Logs DEFAULT = new Logs(3, 1024 * 1024);

        /// Files that a node can keep of one output.
        public static final int FILES_MAX = 64;
    }
}
