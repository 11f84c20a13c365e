package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.health.CheckResult;
import dev.skerry.agent.health.Checker;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Checks that are programs: run by the task's own driver beside the task, under its user, with its
/// environment and its limits.
final class ScriptChecks implements Checker.Scripts {
    /// Marks the handle of a check: the names of tasks have no upper-case letters.
    static final String SUFFIX = "-CHECK";

    /// Of the program and its arguments, as they are told.
    private static final int SHOWN_CHARACTERS_MAX = 60;

    private final ConcurrentHashMap<TaskHandle, CompletableFuture<TaskStatus>> running =
            new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ScriptLauncher launcher;

    /// What the task runner can do for a check.
    interface ScriptLauncher {
        /// The task that it checks, as it runs here.
        TaskHandle checked(LiveCheck check) throws TaskRefused;

        /// Starts its program beside the task.
        ///
        /// @return what it writes
        ScriptOutput start(
                TaskHandle task, TaskHandle handle, LiveCheck check, CheckSpec.Target.Script script)
                throws TaskRefused;

        /// Ends it when it still runs, and removes its traces.
        void end(TaskHandle handle);
    }

    ScriptChecks(ScriptLauncher launcher) {
        this.launcher = launcher;
    }

    /// Takes the end of a check; false when it is not one.
    boolean ended(ExitEvent event) {
        if (!event.handle().task().endsWith(SUFFIX)) return false;
        var waiting = running.get(event.handle());
        if (waiting != null) waiting.complete(event.status());
        return true;
    }

    @Override
    public CheckResult run(LiveCheck check, CheckSpec.Target.Script script) {
        try {
            return run(launcher.checked(check), check, script);
        } catch (TaskRefused e) {
            return notWell(e.reason(), "", script);
        }
    }

    private CheckResult run(TaskHandle task, LiveCheck check, CheckSpec.Target.Script script)
            throws TaskRefused {
        var handle =
                new TaskHandle(
                        check.order().allocation(),
                        check.task() + SUFFIX,
                        numbers.incrementAndGet(),
                        task.driver());
        var end = new CompletableFuture<TaskStatus>();
        running.put(handle, end);
        try {
            var output = launcher.start(task, handle, check, script);
            return answer(check.check(), script, end, output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CheckResult(false, "the agent ends");
        } catch (ExecutionException e) {
            return new CheckResult(false, String.valueOf(e.getMessage()));
        } finally {
            running.remove(handle);
            launcher.end(handle);
        }
    }

    private static CheckResult answer(
            CheckSpec check,
            CheckSpec.Target.Script script,
            CompletableFuture<TaskStatus> end,
            ScriptOutput output)
            throws InterruptedException, ExecutionException {
        try {
            var status = end.get(check.timeoutMs(), TimeUnit.MILLISECONDS);
            if (!(status instanceof TaskStatus.Exited(var exit)))
                return notWell("nobody saw how it ended", output.firstLine(), script);
            if (exit.successful()) return new CheckResult(true, exit.inWords());
            return notWell(exit.inWords(), output.firstLine(), script);
        } catch (TimeoutException e) {
            var late = "no end within " + check.timeoutMs() + " ms";
            return notWell(late, output.firstLine(), script);
        }
    }

    /// `exit code 1: no such table (ran: /bin/check-db --quick)`.
    private static CheckResult notWell(String how, String line, CheckSpec.Target.Script script) {
        var words = new ArrayList<String>();
        words.add(script.command());
        words.addAll(script.args());
        var ran = Text.fit(String.join(" ", words).replaceAll("\\s+", " "), SHOWN_CHARACTERS_MAX);
        return new CheckResult(
                false, how + (line.isEmpty() ? "" : ": " + line) + " (ran: " + ran + ")");
    }
}
