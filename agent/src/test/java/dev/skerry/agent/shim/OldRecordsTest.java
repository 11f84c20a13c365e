package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.agent.cgroup.Cgroups;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.Recovered;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What runs was started by agents and shims of before, and is taken over as it lies on the disk:
/// these bytes are there. If this test fails, read them still; do not edit it.
class OldRecordsTest {
    private static final TaskHandle HANDLE = new TaskHandle("a1", "web", 1, "exec");

    @TempDir Path directory;

    @Test
    void aTaskOfTheTimeWithoutDriversIsTakenOver() throws Exception {
        try (var world = new Playground(directory, true)) {
            var shim = new ProcessBuilder("sleep", "60").start();
            var record = Files.createDirectory(directory.resolve("driver/tasks/a1.web.1"));
            Files.writeString(record.resolve("started"), started(world, shim.pid()));
            assertEquals(
                    List.of(new Recovered(HANDLE, new TaskStatus.Running(shim.pid()))),
                    world.reopen().recover());
            assertEquals(HANDLE, world.processes().find("a1", "web", 1));
            assertNull(world.processes().find("a1", "web", 2));

            Files.writeString(
                    record.resolve("exit"),
                    "code=4\nsignal=0\noomKilled=0\nkilled=0\nat=5\ndroppedBytes=0\n\n\n");
            Files.createFile(directory.resolve("driver/exits/a1.web.1"));
            var exit = new Exit(4, 0, Exit.Starved.NONE, Instant.ofEpochMilli(5));
            assertEquals(new ExitEvent(HANDLE, new TaskStatus.Exited(exit)), world.nextExit());
            world.processes().forget(HANDLE);
            assertNull(world.processes().find("a1", "web", 1));
            shim.destroyForcibly().waitFor();
        }
    }

    private static String started(Playground world, long pid) throws Exception {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        var text = new StringBuilder();
        text.append("pid=%d\npidStart=%s\n".formatted(pid, fields[19]));
        text.append("shim=%d\nshimStart=%s\nat=1\n".formatted(pid, fields[19]));
        text.append("boot=%s\n".formatted(BootId.read()));
        for (var branch : Cgroups.detect(world.proc(), Playground.CGROUP_PARENT).branches()) {
            var cgroup = Files.createDirectory(branch.parent().resolve("a1.web.1"));
            text.append("cgroup=%s\n".formatted(cgroup));
        }
        return text.toString();
    }
}
