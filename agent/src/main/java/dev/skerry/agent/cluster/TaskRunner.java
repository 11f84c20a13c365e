package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.lanes.TaskLanes;
import dev.skerry.agent.lanes.Turns;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Carries out what the machine asks for its tasks. All that concerns one task is done in its
/// order, and no task keeps another waiting.
final class TaskRunner implements AutoCloseable, ScriptChecks.ScriptLauncher {
    /// Tasks that are started at the same time, each for so long at most as others wait for it.
    private static final int STARTS_AT_ONCE_MAX = 4;

    private static final long START_TURN_MAX_MS = 1_000;

    /// What may be the id of an allocation, also one that servers of a later build draw: an end
    /// that nobody takes is told to nobody, and what is of no allocation here changes nothing.
    private static final Pattern ALLOCATION = Pattern.compile("a[0-9a-z]+");

    /// Processes and threads of one task.
    private static final int PIDS_MAX = 4096;

    private final Driver driver;
    private final RunDirectories directories;
    private final TaskEnvironment.Host host;
    private final TaskUsers users;
    private final Identities identities;
    private final TaskCounts counts;
    private final Consumer<NodeMessage> answers;
    private final Cleaner cleaner;
    private final TaskLanes lanes = new TaskLanes();
    private final Turns starts = new Turns(STARTS_AT_ONCE_MAX, START_TURN_MAX_MS);

    TaskRunner(
            Driver driver,
            RunDirectories directories,
            TaskEnvironment.Host host,
            TaskUsers users,
            Identities identities,
            TaskCounts counts,
            Consumer<NodeMessage> answers) {
        this.driver = driver;
        this.directories = directories;
        this.host = host;
        this.users = users;
        this.identities = identities;
        this.counts = counts;
        this.answers = answers;
        cleaner = new Cleaner(directories);
        cleaner.begin();
    }

    void start(NodeEffect.StartTask effect) {
        lanes.run(
                lane(effect.order().allocation(), effect.task()),
                () -> {
                    if (effect.order().forced()) startNow(effect); // before all that wait
                    else startInTurn(effect);
                });
    }

    /// A job of another version may name a signal that this one does not know: the task is asked by
    /// the usual one then, and has its time.
    void signal(NodeEffect.SignalTask effect) {
        var handle = handle(effect.allocation(), effect.task(), effect.attempt());
        if (handle == null) return;
        lanes.run(
                lane(effect.allocation(), effect.task()),
                () -> {
                    try {
                        driver.signal(handle, effect.signal());
                    } catch (TaskRefused e) {
                        terminate(handle);
                    }
                });
    }

    /// Null: nothing can ever have been started under such a name, which a later build may give.
    private static @Nullable TaskHandle handle(String allocation, String task, int attempt) {
        boolean can = TaskHandle.isName(allocation) && TaskHandle.isName(task) && attempt >= 0;
        return can ? new TaskHandle(allocation, task, attempt) : null;
    }

    private void terminate(TaskHandle handle) {
        try {
            driver.signal(handle, TaskSpec.StopSpec.DEFAULT.signal());
        } catch (TaskRefused e) {
            throw new IllegalStateException("a driver does not know SIGTERM", e);
        }
    }

    void kill(NodeEffect.KillTask effect) {
        var handle = handle(effect.allocation(), effect.task(), effect.attempt());
        if (handle == null) return;
        lanes.run(lane(effect.allocation(), effect.task()), () -> driver.kill(handle));
    }

    void drop(NodeEffect.DropTask effect) {
        var handle = handle(effect.allocation(), effect.task(), effect.attempt());
        if (handle == null) return;
        lanes.run(
                lane(effect.allocation(), effect.task()),
                () -> {
                    try {
                        end(handle);
                    } catch (UncheckedIOException e) {
                        cleaner.again(() -> drop(effect));
                    }
                });
    }

    void clean(String allocation) {
        lanes.run(
                allocation,
                () -> {
                    try {
                        if (TaskHandle.isName(allocation)) {
                            driver.forgetAll(allocation);
                            directories.remove(allocation);
                        }
                        answers.accept(new NodeMessage.Cleaned(allocation));
                        cleaner.empty();
                    } catch (IOException | UncheckedIOException e) {
                        cleaner.again(() -> clean(allocation));
                    }
                });
    }

    /// A task has ended, as its driver says.
    ///
    /// @return false: it was not one of an allocation
    boolean ended(ExitEvent event) {
        var handle = event.handle();
        if (!ALLOCATION.matcher(handle.allocation()).matches()) return false;
        counts.exits.increment();
        answers.accept(
                new NodeMessage.TaskExited(
                        handle.allocation(),
                        handle.task(),
                        handle.attempt(),
                        exitNumber(event.status()),
                        sentence(event.status())));
        return true;
    }

    /// What is there from earlier lives of the agent.
    List<NodeMessage.FoundProcess> recover() throws IOException {
        var all = new ArrayList<NodeMessage.FoundProcess>();
        for (var recovered : driver.recover()) {
            var handle = recovered.handle();
            if (handle.task().endsWith(ScriptChecks.SUFFIX)) {
                end(handle);
                continue;
            }
            long pid = recovered.status() instanceof TaskStatus.Running(var it) ? it : 0;
            all.add(
                    new NodeMessage.FoundProcess(
                            handle.allocation(),
                            handle.task(),
                            handle.attempt(),
                            pid,
                            exitNumber(recovered.status())));
        }
        return all;
    }

    private void startInTurn(NodeEffect.StartTask effect) {
        try (var _ = starts.take()) {
            startNow(effect);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
        }
    }

    private void startNow(NodeEffect.StartTask effect) {
        var order = effect.order();
        var handle = handle(order.allocation(), effect.task(), effect.attempt());
        if (handle == null) {
            var why =
                    "this node cannot have a task of this name: letters, digits, - and _ make one";
            refused(effect, TaskRefused.forGood(why));
            return;
        }
        try {
            if (effect.attempt() > 1) {
                counts.restarts.increment();
                driver.forget(
                        new TaskHandle(order.allocation(), effect.task(), effect.attempt() - 1));
            }
            var started = driver.start(launch(handle, order, task(order, effect.task())));
            counts.starts.increment();
            answers.accept(
                    new NodeMessage.TaskStarted(
                            handle.allocation(), handle.task(), handle.attempt(), started.pid()));
        } catch (TaskRefused e) {
            refused(effect, e);
        } catch (RuntimeException e) { // unanswered, the task would be starting for ever
            refused(effect, TaskRefused.forNow("it could not be started: " + FileTrouble.words(e)));
        }
    }

    private void refused(NodeEffect.StartTask effect, TaskRefused why) {
        counts.startsRefused.increment();
        answers.accept(
                new NodeMessage.TaskRefused(
                        effect.order().allocation(),
                        effect.task(),
                        effect.attempt(),
                        why.reason(),
                        why.permanent()));
    }

    @Override
    public ScriptOutput start(TaskHandle handle, LiveCheck check, CheckSpec.Target.Script script)
            throws TaskRefused {
        var order = check.order();
        var task = task(order, check.task());
        var run = directories.run(order.allocation());
        var own = directories.user(order.allocation());
        var environment = new TaskEnvironment(host, order, task, run);
        var folder = directories.checkLogs(order.allocation(), handle.task(), check.check().name());
        var output = output(folder);
        driver.start(
                new TaskLaunch(
                        handle,
                        directories.local(order.allocation(), task.name()),
                        environment.replaced(script.command()),
                        environment.replaced(script.args()),
                        environment.values(),
                        users.choose(task.run().user(), own),
                        limits(task),
                        new LogLimits(folder, 1, 64 * 1024)));
        return output;
    }

    private static ScriptOutput output(Path folder) throws TaskRefused {
        try {
            return ScriptOutput.fromNow(folder);
        } catch (IOException e) {
            var why = "its output cannot be read: " + FileTrouble.words(e);
            throw TaskRefused.forNow(why);
        }
    }

    @Override
    public void end(TaskHandle handle) {
        driver.kill(handle);
        driver.forget(handle);
    }

    private static TaskSpec task(WorkOrder order, String name) throws TaskRefused {
        for (var task : order.group().tasks()) if (task.name().equals(name)) return task;
        throw TaskRefused.forGood("the group has no task " + name);
    }

    private TaskLaunch launch(TaskHandle handle, WorkOrder order, TaskSpec task)
            throws TaskRefused {
        if (!task.driver().equals(driver.name()))
            throw TaskRefused.forGood("this node has no driver \"" + task.driver() + "\"");
        FreePorts.check(order, task, handle.attempt());
        var own = directories.prepare(handle.allocation(), handle.task());
        identities.begin(order);
        keepPayload(order);
        var user = users.choose(task.run().user(), own);
        var run = directories.run(handle.allocation());
        var environment = new TaskEnvironment(host, order, task, run);
        return new TaskLaunch(
                handle,
                directories.local(handle.allocation(), handle.task()),
                environment.replaced(task.run().command()),
                environment.replaced(task.run().args()),
                environment.values(),
                user,
                limits(task),
                new LogLimits(
                        directories.logs(handle.allocation(), handle.task()),
                        task.logs().maxFiles(),
                        task.logs().maxFileBytes()));
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

    private static String lane(String allocation, String task) {
        return allocation + "." + task;
    }

    private static int exitNumber(TaskStatus status) {
        return switch (status) {
            case TaskStatus.Exited(var exit) ->
                    exit.signal() == 0 ? exit.code() : 128 + exit.signal();
            case TaskStatus.Running _, TaskStatus.Unknown _ -> -1;
        };
    }

    private static String sentence(TaskStatus status) {
        return switch (status) {
            case TaskStatus.Exited(var exit) -> exit.inWords();
            case TaskStatus.Unknown(var reason) -> reason;
            case TaskStatus.Running _ -> "";
        };
    }

    @Override
    public void close() {
        cleaner.close();
        lanes.close();
    }
}
