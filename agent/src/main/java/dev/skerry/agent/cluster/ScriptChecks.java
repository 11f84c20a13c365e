package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.health.CheckResult;
import dev.skerry.agent.health.Checker;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
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

    private final ConcurrentHashMap<TaskHandle, CompletableFuture<TaskStatus>> running =
            new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ScriptLauncher launcher;

    /// What the task runner can do for a check.
    interface ScriptLauncher {
        void start(TaskHandle handle, LiveCheck check, CheckSpec.Target.Script script)
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
        var handle =
                new TaskHandle(
                        check.order().allocation(),
                        check.task() + SUFFIX,
                        numbers.incrementAndGet());
        var end = new CompletableFuture<TaskStatus>();
        running.put(handle, end);
        try {
            launcher.start(handle, check, script);
            var status = end.get(check.check().timeoutMs(), TimeUnit.MILLISECONDS);
            return status instanceof TaskStatus.Exited(var exit)
                    ? new CheckResult(exit.successful(), exit.inWords())
                    : new CheckResult(false, "nobody saw how it ended");
        } catch (TaskRefused e) {
            return new CheckResult(false, e.reason());
        } catch (TimeoutException e) {
            return new CheckResult(
                    false, "it took longer than " + check.check().timeoutMs() + " ms");
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
}
