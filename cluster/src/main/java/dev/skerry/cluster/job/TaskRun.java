package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;

/// How a task is run: by which driver, and what that one has to know. `${NAME}` in texts that a
/// program is started with is replaced by the agent from the task's environment.
public sealed interface TaskRun {
    /// One that starts a program of the node.
    sealed interface OfProgram extends TaskRun {
        TaskSpec.RunSpec program();
    }

    /// A program, never a shell line, as far from all else as its node can keep it.
    record Exec(TaskSpec.RunSpec program, Confinement confinement) implements OfProgram {}

    /// A program, as the agent itself runs.
    record RawExec(TaskSpec.RunSpec program) implements OfProgram {}

    /// A program for the Java of the node, or the agent's own.
    record Java(JavaProgram program, Invocation invocation, Confinement confinement)
            implements TaskRun {}

    /// A module for WASI, in a host that the node has for such.
    ///
    /// @param module absolute, or from the task's directory
    record Wasm(String module, Invocation invocation, WasmGrants grants) implements TaskRun {}

    /// What an image has in it.
    ///
    /// @param image its name at a registry, or a `.tar` on the node
    record Container(String image, Invocation invocation, ContainerRules rules)
            implements TaskRun {}

    /// A program for a driver that this build does not know: no node of it runs that.
    record Unknown(String driver, TaskSpec.RunSpec program) implements OfProgram {}

    /// What it is started with.
    record Invocation(List<String> args, Map<String, String> env) {
        public Invocation {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }
    }

    /// What a JVM is started with. Either a jar, or a class and where it is.
    ///
    /// @param jar empty: there is none
    /// @param main the name of a class; empty: the jar says which
    /// @param jvmArgs they come last, behind what the agent has the JVM told of its memory
    /// @param least the oldest Java that will do; 0: any
    /// @param user as that of a [TaskSpec.RunSpec]
    record JavaProgram(
            String jar,
            String main,
            List<String> classPath,
            List<String> jvmArgs,
            int least,
            String user) {
        public JavaProgram {
            classPath = List.copyOf(classPath);
            jvmArgs = List.copyOf(jvmArgs);
        }
    }

    /// What a module may have: nothing but this.
    ///
    /// @param folders of its run, as `local`
    /// @param ports of its group, by label, which it may listen at
    /// @param deadlineMs so long it may run; 0: as long as it likes
    record WasmGrants(List<String> folders, List<String> ports, long deadlineMs) {
        public static final WasmGrants NOTHING = new WasmGrants(List.of(), List.of(), 0);

        public WasmGrants {
            folders = List.copyOf(folders);
            ports = List.copyOf(ports);
        }
    }

    /// What is not as the image says it.
    ///
    /// @param entrypoint empty: the image's
    /// @param workDir empty: the image's
    /// @param user of the image, by name or number, with a group behind a colon; empty: the image's
    /// @param readOnly nothing can be written but what is there to be written to
    record ContainerRules(
            List<String> entrypoint,
            String workDir,
            String user,
            boolean readOnly,
            List<FolderMount> mounts,
            Confinement confinement) {
        /// All is as the image says it.
        public static final ContainerRules NONE = confined(Confinement.ALL);

        public ContainerRules {
            entrypoint = List.copyOf(entrypoint);
            mounts = List.copyOf(mounts);
        }

        /// The same, kept from all else so far.
        public static ContainerRules confined(Confinement confinement) {
            return new ContainerRules(List.of(), "", "", false, List.of(), confinement);
        }
    }

    /// A folder of the run that a container sees at a place of its own.
    ///
    /// @param folder as `local`, or what is below
    /// @param at absolute, in the container
    record FolderMount(String folder, String at, boolean readOnly) {}

    /// A program for the driver of this word, which does not confine it.
    static TaskRun plain(String driver, TaskSpec.RunSpec program) {
        return switch (driver) {
            case "exec" -> new Exec(program, Confinement.OPEN);
            case "rawExec" -> new RawExec(program);
            default -> new Unknown(driver, program);
        };
    }

    /// The driver's word: in job files, and among what nodes say of themselves.
    default String driver() {
        return switch (this) {
            case Exec _ -> "exec";
            case RawExec _ -> "rawExec";
            case Java _ -> "java";
            case Wasm _ -> "wasm";
            case Container _ -> "container";
            case Unknown(var driver, _) -> driver;
        };
    }

    /// Builds of before can read it: a program that is not confined.
    default boolean plain() {
        return this instanceof OfProgram && confinement().equals(Confinement.OPEN);
    }

    /// How far it is kept from all else.
    default Confinement confinement() {
        return switch (this) {
            case Exec(_, var confinement) -> confinement;
            case Java(_, _, var confinement) -> confinement;
            case Container(_, _, var rules) -> rules.confinement();
            case RawExec _, Unknown _ -> Confinement.OPEN;
            case Wasm _ -> Confinement.ALL; // its host is, whatever the module
        };
    }
}
