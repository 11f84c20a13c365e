package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.health.CheckResult;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of programs that find a task unwell.
class ScriptChecksTest {
    private static final CheckSpec.Target.Script QUICK =
            new CheckSpec.Target.Script("/bin/check-db", List.of("--quick"));

    @TempDir Path folder;
    private final ScriptChecks checks = new ScriptChecks(new Written());
    private String stdout = "";
    private String stderr = "";
    private int code;

    @Test
    void saysWhatRanHowItEndedAndWhatItWroteFirst() {
        says(1, "looking\n", "\n  no such table\nthe end\n");
        assertEquals("exit code 1: no such table (ran: /bin/check-db --quick)", said());
        says(2, "not ready: 3 of 5\nmore\n", "");
        assertEquals("exit code 2: not ready: 3 of 5 (ran: /bin/check-db --quick)", said());
    }

    @Test
    void whatAnEarlierRunHasWrittenIsNotItsOwn() {
        says(1, "", "no such table\n");
        said();
        says(3, "", "");
        assertEquals("exit code 3 (ran: /bin/check-db --quick)", said());
        says(0, "well\n", "");
        assertEquals(new CheckResult(true, "exit code 0"), result(QUICK, 10_000));
    }

    @Test
    void whatTakesTooLongSaysWhatItWroteByThen() {
        says(-1, "waiting for the lock\n", "");
        assertEquals(
                "no end within 20 ms: waiting for the lock (ran: /bin/check-db --quick)",
                result(QUICK, 20).output());
    }

    @Test
    void aLongProgramAndALongLineAreShortened() {
        says(1, "", "x".repeat(5_000));
        var wordy = new CheckSpec.Target.Script("/bin/sh", List.of("-c", "a\n" + "b".repeat(500)));
        assertEquals(
                "exit code 1: %s… (ran: /bin/sh -c a %s…)"
                        .formatted("x".repeat(99), "b".repeat(59 - "/bin/sh -c a ".length())),
                result(wordy, 10_000).output());
    }

    private void says(int exit, String out, String err) {
        code = exit;
        stdout = out;
        stderr = err;
    }

    private String said() {
        return result(QUICK, 10_000).output();
    }

    private CheckResult result(CheckSpec.Target.Script script, long timeoutMs) {
        var check = new CheckSpec("script-1", script, 1_000, timeoutMs, 0, 0);
        var order = Orders.of("a1", Orders.task("server", Map.of()));
        return checks.run(new LiveCheck(order, "server", 1, check), script);
    }

    /// Writes as a program does, and ends at once unless its exit code is -1.
    private final class Written implements ScriptChecks.ScriptLauncher {
        @Override
        public TaskHandle checked(LiveCheck check) {
            return new TaskHandle(check.order().allocation(), check.task(), check.attempt());
        }

        @Override
        public ScriptOutput start(
                TaskHandle task, TaskHandle handle, LiveCheck check, CheckSpec.Target.Script script)
                throws TaskRefused {
            try {
                var output = ScriptOutput.fromNow(folder);
                write("stdout.0", stdout);
                write("stderr.0", stderr);
                var exit = new Exit(code, 0, Exit.Starved.NONE, Instant.EPOCH);
                if (code >= 0) checks.ended(new ExitEvent(handle, new TaskStatus.Exited(exit)));
                return output;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(String file, String text) throws IOException {
            Files.writeString(
                    folder.resolve(file),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }

        @Override
        public void end(TaskHandle handle) {
            // it has no process
        }
    }
}
