package dev.skerry.agent.driver;

import dev.skerry.agent.container.ContainerTasks;
import dev.skerry.agent.shim.Playground;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ContainerContractTest implements DriverContract {
    private static final String GREEDY = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo full";

    @TempDir static Path layers;

    @TempDir Path directory;
    private Playground world;
    private ContainerTasks tasks;

    @BeforeAll
    static void make() throws Exception {
        ContainerTasks.make(layers);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new ContainerTasks(world, directory, layers);
        tasks.driver(world.processes());
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
    public Driver driver(Keeper keeper) {
        return tasks.driver(keeper);
    }

    @Override
    public TaskLaunch lasting(String allocation) throws Exception {
        return tasks.shell(
                allocation,
                TaskLimits.NONE,
                "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done");
    }

    @Override
    public TaskLaunch brief(String allocation, int code) throws Exception {
        return tasks.shell(allocation, TaskLimits.NONE, "exit " + code);
    }

    @Override
    public TaskLaunch greedy(String allocation) throws Exception {
        return tasks.shell(allocation, new TaskLimits(0, 0, 20 << 20, 0), GREEDY);
    }

    /// It is none of the node's, and knows the image's users.
    @Override
    public TaskLaunch check(String allocation) throws Exception {
        var script =
                "test $(id -u) = 0 && test -e /bin/busybox && test ! -e /bin/bash &&"
                        + " test $COLOUR$PATH = blue/bin && exit 3";
        var launch = world.launch(allocation, "sh", List.of("-c", script), TaskLimits.NONE);
        return Playground.as(launch, new TaskHandle(allocation, "main-CHECK", 1, "container"));
    }
}
