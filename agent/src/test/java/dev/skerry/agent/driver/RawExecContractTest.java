package dev.skerry.agent.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.exec.RawExecDriver;
import dev.skerry.cluster.job.TaskRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawExecContractTest extends ShellTasks {
    @Override
    public Driver driver(Keeper keeper) {
        return new RawExecDriver(keeper, true);
    }

    @Override
    TaskRun run(TaskRun program) {
        return new TaskRun.RawExec(((TaskRun.OfProgram) program).program());
    }

    @Test
    void itBuildsNoWalls() {
        var words = driver(world().processes()).facts().words();
        assertTrue(words.containsAll(List.of("rawExec.user", "rawExec.privileges")), words + "");
        for (var word : List.of("files", "tmp", "pids", "devices", "syscalls"))
            assertFalse(words.contains("rawExec." + word), words + "");
    }

    @Test
    void itRunsNothingOfAnotherDriver() throws Exception {
        var launch = world().launch("a1", "/bin/true", List.of(), TaskLimits.NONE);
        var refused =
                assertThrows(
                        TaskRefused.class,
                        () -> driver(world().processes()).prepare(launch, _ -> {}));
        assertEquals("it is to be run by exec", refused.reason());
    }
}
