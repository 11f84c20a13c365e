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
import dev.skerry.agent.program.Command;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/// Runs a program of the node, or of the task's own directory, as an ordinary process.
public final class ExecDriver implements Driver {
    private final Keeper keeper;

    public ExecDriver(Keeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public String name() {
        return TaskHandle.EXEC;
    }

    @Override
    public DriverFacts facts() {
        return new DriverFacts(List.of(name()), List.of());
    }

    /// Looks at the program, which is there or not: nothing of it takes its time.
    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        return new Prepared(process(launch));
    }

    private static ProcessLaunch process(TaskLaunch launch) throws TaskRefused {
        var at = launch.directory();
        var run = program(launch.run());
        var arch = System.getProperty("os.arch");
        var program = Command.find(run.command(), at, launch.env(), arch);
        var words = new ArrayList<String>();
        words.add(run.command());
        words.addAll(run.args());
        return new ProcessLaunch(
                launch.handle(),
                at,
                program,
                words,
                launch.env(),
                launch.user(),
                launch.limits(),
                launch.logs());
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
        return keeper.start(prepared.process());
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        return keeper.start(process(program));
    }
}
