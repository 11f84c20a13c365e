package dev.skerry.agent.driver;

import dev.skerry.agent.jvm.Jars;
import dev.skerry.agent.jvm.JavaTasks;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.Confinement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JavaContractTest implements DriverContract {
    @TempDir static Path made;
    private static Path jar;

    @TempDir Path directory;
    private Playground world;
    private JavaTasks tasks;

    @BeforeAll
    static void makeJar() throws Exception {
        jar = Jars.work(made);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new JavaTasks(world, jar, confinement());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    Confinement confinement() {
        return Confinement.OPEN;
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
        return tasks.work(allocation, TaskLimits.NONE, "lasting");
    }

    @Override
    public TaskLaunch brief(String allocation, int code) throws Exception {
        return tasks.work(allocation, TaskLimits.NONE, "brief", code + "");
    }

    /// Its heap may be larger than all that it may have.
    @Override
    public TaskLaunch greedy(String allocation) throws Exception {
        var limits = new TaskLimits(0, 0, 48 << 20, 0);
        return tasks.work(allocation, limits, List.of("-Xmx200m"), "greedy");
    }

    @Override
    public TaskLaunch check(String allocation) throws Exception {
        if (confinement().confined()) world.confine();
        var args = List.of("-c", "exit 3");
        var launch = world.launch(allocation, "/bin/sh", args, TaskLimits.NONE);
        return Playground.as(launch, new TaskHandle(allocation, "main-CHECK", 1, "java"));
    }
}
