package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Makes of an order what a driver is asked for, and puts in place what every task has, whatever
/// runs it: its folders, its user, its identity, its payload.
final class LaunchMaker {
    /// Processes and threads of one task.
    private static final int PIDS_MAX = 4096;

    private static final int CHECK_LOG_BYTES_MAX = 64 * 1024;

    private final RunDirectories directories;
    private final TaskEnvironment.Host host;
    private final TaskUsers users;
    private final Identities identities;

    LaunchMaker(
            RunDirectories directories,
            TaskEnvironment.Host host,
            TaskUsers users,
            Identities identities) {
        this.directories = directories;
        this.host = host;
        this.users = users;
        this.identities = identities;
    }

    static TaskSpec task(WorkOrder order, String name) throws TaskRefused {
        for (var task : order.group().tasks()) if (task.name().equals(name)) return task;
        throw TaskRefused.forGood("the group has no task " + name);
    }

    /// A task as its order has it.
    TaskLaunch of(TaskHandle handle, WorkOrder order, TaskSpec task) throws TaskRefused {
        FreePorts.check(order, task, handle.attempt());
        var own = directories.prepare(handle.allocation(), handle.task());
        identities.begin(order);
        keepPayload(order);
        var user = users.choose(RunWords.user(task.way()), own);
        var logs =
                new LogLimits(
                        directories.logs(handle.allocation(), handle.task()),
                        task.logs().maxFiles(),
                        task.logs().maxFileBytes());
        return launch(handle, order, task, task.way(), user, logs);
    }

    /// A program that checks a task: under its user, with its environment and its limits.
    ///
    /// @param folder where it writes
    TaskLaunch check(
            TaskHandle handle,
            WorkOrder order,
            TaskSpec task,
            CheckSpec.Target.Script script,
            Path folder)
            throws TaskRefused {
        var way = task.way();
        var wanted = RunWords.user(way);
        var run = new TaskSpec.RunSpec(script.command(), script.args(), Map.of(), wanted);
        var program = new TaskRun.Exec(run, way.confinement());
        var user = users.choose(wanted, directories.user(order.allocation()));
        var logs = new LogLimits(folder, 1, CHECK_LOG_BYTES_MAX);
        return launch(handle, order, task, program, user, logs);
    }

    private TaskLaunch launch(
            TaskHandle handle,
            WorkOrder order,
            TaskSpec task,
            TaskRun run,
            String user,
            LogLimits logs)
            throws TaskRefused {
        var folder = directories.run(order.allocation());
        var environment = new TaskEnvironment(host, order, task, folder);
        return new TaskLaunch(
                handle,
                RunWords.replaced(run, environment),
                environment.values(),
                user,
                directories.folders(order.allocation(), task.name()),
                limits(task),
                logs);
    }

    /// Each start writes it anew: whatever became of it, the task finds what was sent.
    private void keepPayload(WorkOrder order) throws TaskRefused {
        if (!(order.launch() instanceof Launch.Launched it) || it.payload().isEmpty()) return;
        try {
            directories.keepPayload(order.allocation(), it.bytes());
        } catch (IOException e) {
            throw TaskRefused.forNow("its payload cannot be written: " + FileTrouble.words(e));
        } catch (IllegalArgumentException e) { // no server lets it come this far
            throw TaskRefused.forGood("its payload is not in Base64");
        }
    }

    private static TaskLimits limits(TaskSpec task) {
        return new TaskLimits(
                (int) task.resources().cpuMhz(),
                (int) task.cpuMaxMhz(),
                task.resources().memoryBytes(),
                PIDS_MAX);
    }
}
