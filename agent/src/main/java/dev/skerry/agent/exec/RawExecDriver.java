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
import dev.skerry.agent.driver.Walls;
import dev.skerry.cluster.job.TaskRun;
import java.util.ArrayList;
import java.util.List;

/// Runs a program without walls, where the agent's configuration allows it: it sees the node as any
/// program of its user does.
public final class RawExecDriver implements Driver {
    private final Keeper keeper;
    private final boolean apart;

    /// @param apart whether each allocation has a user of its own
    public RawExecDriver(Keeper keeper, boolean apart) {
        this.keeper = keeper;
        this.apart = apart;
    }

    @Override
    public String name() {
        return "rawExec";
    }

    @Override
    public DriverFacts facts() {
        var confines = new ArrayList<>(keeper.confines());
        if (apart) confines.add("user");
        return DriverFacts.of(name(), confines, List.of());
    }

    /// Looks at the program, which is there or not: nothing of it takes its time.
    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.RawExec)) throw Programs.another(launch);
        return new Prepared(process(launch));
    }

    private static ProcessLaunch process(TaskLaunch launch) throws TaskRefused {
        return ProcessLaunch.of(launch, Programs.find(launch), Walls.NONE);
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        return prepared.started(keeper.start(prepared.process()));
    }

    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        return keeper.start(process(program));
    }
}
