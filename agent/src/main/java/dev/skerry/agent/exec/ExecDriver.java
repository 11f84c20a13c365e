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

/// Runs a program of the node, or of the task's own directory, as an ordinary process, behind such
/// walls as its job asks for and this node can build.
public final class ExecDriver implements Driver {
    private final Keeper keeper;
    private final Confining confining;

    public ExecDriver(Keeper keeper, Confining confining) {
        this.keeper = keeper;
        this.confining = confining;
    }

    @Override
    public String name() {
        return TaskHandle.EXEC;
    }

    @Override
    public DriverFacts facts() {
        return DriverFacts.of(name(), confining.confines(), confining.shortcomings());
    }

    /// Looks at the program, which is there or not: nothing of it takes its time.
    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.Exec(_, var wanted))) throw Programs.another(launch);
        var program = Programs.find(launch);
        var walls = confining.around(wanted, launch.folders());
        confining.seen(wanted, "program", program.file(), launch.folders());
        var lacks = confining.lacks(wanted);
        return new Prepared(ProcessLaunch.of(launch, program, walls), lacks);
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
}
