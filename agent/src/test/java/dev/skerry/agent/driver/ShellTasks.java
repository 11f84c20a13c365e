package dev.skerry.agent.driver;

import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.TaskRun;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Tasks for drivers that start programs of the node.
abstract class ShellTasks implements DriverContract {
    private static final String GREEDY = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo full";

    @TempDir Path directory;
    private Playground world;

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Override
    public Playground world() {
        return world;
    }

    @Override
    public TaskLaunch lasting(String allocation) throws Exception {
        return shell(
                allocation,
                "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done",
                TaskLimits.NONE);
    }

    @Override
    public TaskLaunch brief(String allocation, int code) throws Exception {
        return shell(allocation, "exit " + code, TaskLimits.NONE);
    }

    @Override
    public TaskLaunch greedy(String allocation) throws Exception {
        return shell(allocation, GREEDY, new TaskLimits(0, 0, 20 << 20, 0));
    }

    @Override
    public TaskLaunch check(String allocation) throws Exception {
        var launch = shell(allocation, "exit 3", TaskLimits.NONE);
        return Playground.as(launch, new TaskHandle(allocation, "main-CHECK", 1, name()));
    }

    private TaskLaunch shell(String allocation, String script, TaskLimits limits) throws Exception {
        var launch = world.launch(allocation, "/bin/sh", List.of("-c", script), limits);
        return new TaskLaunch(
                new TaskHandle(allocation, "main", 0, name()),
                run(launch.run()),
                launch.env(),
                launch.user(),
                launch.folders(),
                launch.limits(),
                launch.logs());
    }

    /// A program as a task of the driver names it.
    TaskRun run(TaskRun program) {
        return program;
    }

    private String name() {
        return driver(world.processes()).name();
    }
}
