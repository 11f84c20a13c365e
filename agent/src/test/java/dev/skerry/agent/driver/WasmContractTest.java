package dev.skerry.agent.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.agent.shim.Playground;
import dev.skerry.agent.wasm.WasmTasks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WasmContractTest implements DriverContract {
    @TempDir static Path made;

    @TempDir Path directory;
    private Playground world;
    private WasmTasks tasks;

    @BeforeAll
    static void make() throws Exception {
        WasmTasks.make(made);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new WasmTasks(world, made, walls());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    boolean walls() {
        return true;
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

    /// No signal reaches a module: its host ends.
    @Override
    public void endedAsAsked(Exit exit) {
        assertEquals(15, exit.signal(), exit.toString());
    }

    @Override
    public TaskLaunch brief(String allocation, int code) throws Exception {
        return tasks.work(allocation, TaskLimits.NONE, "brief", code + "");
    }

    /// It is told that there is no more, and ends by itself.
    @Override
    public TaskLaunch greedy(String allocation) throws Exception {
        return tasks.work(allocation, WasmTasks.SMALL, "greedy", "100");
    }

    /// By the host, whether the kernel bounds it or not.
    @Test
    @Override
    public void itsMemoryIsBounded() throws Exception {
        var launch = greedy("a1");
        var driver = driver(world.processes());
        driver.start(driver.prepare(launch, _ -> {}));
        assertEquals(9, world().exitOf(launch).code());
    }

    @Override
    public TaskLaunch check(String allocation) throws Exception {
        var launch = world.launch(allocation, "/bin/true", List.of(), TaskLimits.NONE);
        return Playground.as(launch, new TaskHandle(allocation, "main-CHECK", 1, "wasm"));
    }

    @Test
    @Override
    public void aCheckRunsBesideItAndEndsByItself() throws Exception {
        var launch = lasting("a1");
        var driver = driver(world.processes());
        driver.start(driver.prepare(launch, _ -> {}));
        var check = check("a1");
        var refused = assertThrows(TaskRefused.class, () -> driver.beside(launch.handle(), check));
        assertEquals("nothing can run beside a module", refused.reason());
        assertFalse(world.reopen().recover().isEmpty());
    }
}
