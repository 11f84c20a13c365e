package dev.skerry.agent.exec;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import java.util.ArrayList;

/// Runs a program of the node, or of the task's own directory, as an ordinary process, behind such
/// walls as its job asks for and this node can build.
public final class ExecDriver implements Driver {
    private final Keeper keeper;
    private final Confining confining;
    private final boolean tells;

    private ExecDriver(Keeper keeper, Confining confining, boolean tells) {
        this.keeper = keeper;
        this.confining = confining;
        this.tells = tells;
    }

    /// Tries out what this node can keep a task from, unless it is to keep it from nothing; then it
    /// does not say either what it has without walls.
    public static ExecDriver open(Keeper keeper, ExecSettings settings) {
        return new ExecDriver(keeper, ConfinementLook.at(keeper, settings), settings.confine());
    }

    @Override
    public String name() {
        return TaskHandle.EXEC;
    }

    @Override
    public DriverFacts facts() {
        var words = new ArrayList<String>();
        words.add(name());
        if (tells) for (var word : confining.words()) words.add(name() + "." + word);
        return new DriverFacts(words, confining.shortcomings());
    }

    /// Looks at the program, which is there or not: nothing of it takes its time.
    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        var program = executable(launch);
        var wanted = launch.run().confinement();
        var walls = confining.around(wanted, program.file(), launch.folders());
        var lacks = confining.lacks(wanted);
        return new Prepared(ProcessLaunch.of(launch, program, walls), lacks);
    }

    private static Executable executable(TaskLaunch launch) throws TaskRefused {
        return Programs.find(launch, program(launch.run()));
    }

    private static TaskSpec.RunSpec program(TaskRun run) throws TaskRefused {
        return switch (run) {
            case TaskRun.Exec(var program, _) -> program;
            case TaskRun.RawExec _,
                    TaskRun.Java _,
                    TaskRun.Wasm _,
                    TaskRun.Container _,
                    TaskRun.Unknown _ ->
                    throw TaskRefused.forGood("it is to be run by " + run.driver());
        };
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        var started = keeper.start(prepared.process());
        return new Started(started.pid(), started.at(), prepared.lacks());
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        var walls = confining.beside(program.run().confinement(), task);
        return keeper.start(ProcessLaunch.of(program, executable(program), walls));
    }
}
