package dev.skerry.agent.exec;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.TaskRun;
import java.util.List;

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
        var confines = tells ? confining.words() : List.<String>of();
        return DriverFacts.of(name(), confines, confining.shortcomings());
    }

    /// Looks at the program, which is there or not: nothing of it takes its time.
    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.Exec(_, var wanted))) throw Programs.another(launch);
        var program = Programs.find(launch);
        var walls = confining.around(wanted, program.file(), launch.folders());
        var lacks = confining.lacks(wanted);
        return new Prepared(ProcessLaunch.of(launch, program, walls), lacks);
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        var started = keeper.start(prepared.process());
        return new Started(started.pid(), started.at(), prepared.lacks());
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        var walls = confining.beside(program.run().confinement(), task);
        return keeper.start(ProcessLaunch.of(program, Programs.find(program), walls));
    }
}
