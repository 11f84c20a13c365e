package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The same promises where no cgroup can be had.
class ExecDriverWithoutCgroupsTest extends ExecDriverTest {
    @Override
    Playground open(Path directory) throws Exception {
        return new Playground(directory, false);
    }

    @Test
    void saysWhatItCannotDo() {
        var said = String.join("\n", world.processes().shortcomings());
        assertTrue(said.contains("memory limits of tasks are not enforced"), said);
        assertTrue(said.contains("cpu shares and limits of tasks are not enforced"), said);
    }

    @Test
    void tellsWhatTheFirstProcessUses() throws Exception {
        var launch = world.shell("a1", "exec sleep 60");
        world.start(launch);
        // a process that is just being made over into its program has no memory yet
        Playground.await(
                "its memory is told",
                () -> world.processes().usage(launch.handle()).memoryBytes() > 0);
        assertEquals(-1, world.processes().usage(launch.handle()).pids());
    }
}
