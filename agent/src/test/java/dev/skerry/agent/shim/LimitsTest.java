package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A limit holds, or the driver says that it doesn't: one of the two on every machine.
class LimitsTest extends InPlayground {
    /// Takes some 100 MB, then says so.
    private static final String GREEDY = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); echo full";

    @Test
    void tooMuchMemoryIsTheEndAndIsSaid() throws Exception {
        var launch =
                world.launch(
                        "a1", "/bin/sh", List.of("-c", GREEDY), new TaskLimits(0, 0, 20 << 20, 0));
        world.start(launch);
        var exit = world.exitOf(launch);
        var starved = enforced("memory") ? Exit.Starved.FIRST : Exit.Starved.NONE;
        assertEquals(starved, exit.starved(), exit.toString());
        assertEquals(enforced("memory"), !exit.successful(), exit.toString());
    }

    /// The one that takes the most is killed, under either version of cgroups; the first process
    /// goes on, and how it ends is its own.
    @Test
    void aChildThatIsKilledForWantOfMemoryIsNotTheTask() throws Exception {
        var script = "sh -c \"$GREEDY\"; echo child said $?; echo going on; exit 7";
        var greedy =
                world.launch(
                        "a1", "/bin/sh", List.of("-c", script), new TaskLimits(0, 0, 20 << 20, 0));
        var launch =
                new TaskLaunch(
                        greedy.handle(),
                        greedy.run(),
                        Map.of("PATH", "/usr/bin:/bin", "GREEDY", GREEDY),
                        greedy.user(),
                        greedy.folders(),
                        greedy.limits(),
                        greedy.logs());
        world.start(launch);
        var exit = world.exitOf(launch);
        var starved = enforced("memory") ? Exit.Starved.OTHERS : Exit.Starved.NONE;
        assertEquals(starved, exit.starved(), exit.toString());
        assertEquals(7, exit.code(), exit.toString());
        var said =
                enforced("memory")
                        ? "child said 137\ngoing on\n"
                        : "full\nchild said 0\ngoing on\n";
        assertEquals(said, world.output("a1", "stdout"));
    }

    @Test
    void tooManyProcessesAreRefused() throws Exception {
        var script = "for i in 1 2 3 4 5 6 7 8; do sleep 0.3 & done; wait; echo all";
        var launch =
                world.launch("a1", "/bin/sh", List.of("-c", script), new TaskLimits(0, 0, 0, 4));
        world.start(launch);
        world.exitOf(launch);
        assertEquals(!enforced("processes"), world.output("a1", "stdout").equals("all\n"));
    }

    @Test
    void theProcessorIsSharedOut() throws Exception {
        var script = "while :; do :; done";
        var launch =
                world.launch(
                        "a1", "/bin/sh", List.of("-c", script), new TaskLimits(100, 200, 0, 0));
        var started = world.start(launch); // a tenth of a core of 2000 MHz
        long sinceNs = System.nanoTime();
        Playground.await(
                "a second of the clock", () -> System.nanoTime() - sinceNs > 1_000_000_000L);
        long usedNs = ProcessStat.cpuNs(started.pid());
        // a busy machine gives less of its own accord, so only the bound can be shown
        assertTrue(!enforced("cpu") || usedNs < 350_000_000L, "used: " + usedNs);
    }

    /// It is born in one of them or moves itself there, and does so before its program begins.
    @Test
    void theFirstProcessIsInEachOfItsCgroups() throws Exception {
        var launch = world.shell("a1", "cat /proc/self/cgroup; exec sleep 30");
        long pid = world.start(launch).pid();
        var start = Records.under(directory.resolve("driver")).start(launch.handle());
        assertNotNull(start);
        Playground.await("its own words", () -> said().lines().count() > 0);
        for (var cgroup : start.cgroups()) {
            var alone = List.of(Long.toString(pid)); // once the program that spoke has ended
            Playground.await(cgroup.toString(), () -> members(cgroup).equals(alone));
        }
        var own = said().lines().filter(line -> line.endsWith("/" + launch.handle())).count();
        assertTrue(own >= start.cgroups().size(), said());
    }

    private static List<String> members(Path cgroup) {
        try {
            return Files.readAllLines(cgroup.resolve("cgroup.procs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() {
        try {
            return world.output("a1", "stdout");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void usageIsMeasured() throws Exception {
        var launch =
                world.shell(
                        "a1", "sleep 30 & i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; wait");
        world.start(launch);
        Playground.await(
                "some processor time",
                () -> world.processes().usage(launch.handle()).cpuNs() > 10_000_000);
        var usage = world.processes().usage(launch.handle());
        assertTrue(usage.memoryBytes() > 0 && usage.memoryBytes() < 50 << 20, usage.toString());
        if (enforced("processes"))
            Playground.await(
                    "both processes are counted",
                    () -> world.processes().usage(launch.handle()).pids() == 2);
        world.processes().kill(launch.handle());
        world.nextExit();
        assertFalse(world.processes().usage(launch.handle()).memoryBytes() > 0);
    }

    private boolean enforced(String what) {
        for (var sentence : world.processes().shortcomings()) {
            if (sentence.contains(what) && sentence.contains("no writable")) return false;
        }
        return true;
    }
}
