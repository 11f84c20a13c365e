package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.exec.Confining;
import dev.skerry.agent.exec.Programs;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.cluster.job.TaskRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Runs a jar, or a class, by a Java of the node or the agent's own, behind the same walls as a
/// program.
public final class JavaDriver implements Driver {
    private static final String NAME = "java";

    private final Keeper keeper;
    private final Confining confining;
    private final Supplier<List<JavaHome>> node;
    private final JavaHome own;
    private final String user;

    /// @param node says which Javas the node has, the newest first
    /// @param own the agent's own
    /// @param user runs the tasks, by name or number; empty: the agent's own user
    public JavaDriver(
            Keeper keeper,
            Confining confining,
            Supplier<List<JavaHome>> node,
            JavaHome own,
            String user) {
        this.keeper = keeper;
        this.confining = confining;
        this.node = node;
        this.own = own;
        this.user = user;
    }

    @Override
    public String name() {
        return NAME;
    }

    /// Looks what there is now: a Java that was installed is told without a new start.
    @Override
    public DriverFacts facts() {
        int newest = choice().newest();
        if (newest == 0) return new DriverFacts(List.of(), List.of(nothing()));
        var has = new ArrayList<>(confining.confines());
        has.add(Integer.toString(newest));
        return DriverFacts.of(NAME, has, List.of());
    }

    private String nothing() {
        return "no task of java runs here: %s of the agent cannot be run by user %s of the tasks,"
                        .formatted(own.folder(), user)
                + " and there is no other; install one, as the package default-jre-headless";
    }

    private JavaChoice choice() {
        var working = node.get().stream().filter(it -> JavaChoice.works(it, user)).toList();
        return new JavaChoice(working, JavaChoice.works(own, user) ? own : null);
    }

    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.Java(var program, var invocation, var wanted)))
            throw Programs.another(launch);
        var walls = confining.around(wanted, launch.folders());
        var classes = JavaClasses.of(program, launch.directory());
        var java = java(program.least(), classes);
        confining.seen(wanted, NAME, java.program(), launch.folders());
        for (var file : classes.files()) confining.seen(wanted, "file", file, launch.folders());
        var words = words(java, launch, program, classes, invocation.args());
        var executable = new Executable(java.program(), words);
        var process = ProcessLaunch.of(launch, executable, walls);
        return new Prepared(process, confining.lacks(wanted), "Java " + java.version());
    }

    private JavaHome java(int least, JavaClasses classes) throws TaskRefused {
        var choice = choice();
        var java = choice.atLeast(Math.max(least, classes.feature()));
        if (java != null) return java;
        int newest = choice.newest();
        if (newest == 0) throw TaskRefused.forGood(nothing());
        if (choice.atLeast(least) == null)
            throw TaskRefused.forGood(
                    "java: \">=%d\" is newer than all that this node has; the newest is Java %d"
                            .formatted(least, newest));
        throw TaskRefused.forGood(
                "%s is made for Java %d, and the newest here is Java %d; "
                                .formatted(classes.what(), classes.feature(), newest)
                        + "say java: \">=%d\", and it is placed where there is one"
                                .formatted(classes.feature()));
    }

    /// What its author says comes behind what the node says, and so holds.
    private static List<String> words(
            JavaHome java,
            TaskLaunch launch,
            TaskRun.JavaProgram program,
            JavaClasses classes,
            List<String> args)
            throws TaskRefused {
        var all = new ArrayList<String>();
        all.add(java.program().toString());
        all.add("-XX:+ExitOnOutOfMemoryError");
        long memory = launch.limits().memoryBytes();
        if (memory > 0) all.addAll(JvmMemory.of(memory).words());
        var home = launch.env().get("HOME");
        if (home != null) all.add("-Duser.home=" + home);
        all.addAll(program.jvmArgs());
        all.addAll(classes.words());
        all.addAll(args);
        return all;
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        return prepared.started(keeper.start(prepared.process()));
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        var walls = confining.beside(program.run().confinement(), task);
        return keeper.start(ProcessLaunch.of(program, Programs.find(program), walls));
    }

    @Override
    public String inWords(Exit exit, Path logs) {
        return JvmEnd.inWords(exit, logs);
    }
}
