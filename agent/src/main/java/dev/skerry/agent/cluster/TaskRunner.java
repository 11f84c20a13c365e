package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.Drivers;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.lanes.TaskLanes;
import dev.skerry.agent.lanes.Turns;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.TaskSpec;
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

    private final Drivers drivers;
    private final Keeper keeper;
    private final RunDirectories directories;
    private final LaunchMaker launches;
    private final TaskCounts counts;
    private final Consumer<NodeMessage> answers;
    private final Cleaner cleaner;
    private final TaskLanes lanes = new TaskLanes();
    private final Preparations preparations = new Preparations();
    private final Turns starts;

    /// @param starts those that are let start at the same time
    TaskRunner(
            Drivers drivers,
            RunDirectories directories,
            LaunchMaker launches,
            Turns starts,
            TaskCounts counts,
            Consumer<NodeMessage> answers) {
        this.drivers = drivers;
        keeper = drivers.keeper();
        this.directories = directories;
        this.launches = launches;
        this.starts = starts;
        this.counts = counts;
        this.answers = answers;
        cleaner = new Cleaner(directories);
        cleaner.begin();
    }

    /// As many at a time as a small machine can bear.
    static Turns usualTurns() {
        return new Turns(STARTS_AT_ONCE_MAX, START_TURN_MAX_MS);
    }

    /// From now on it can be told to stop, wherever its start has come by then.
    void start(NodeEffect.StartTask effect) {
        var allocation = effect.order().allocation();
        var preparation = preparations.begin(allocation, effect.task(), effect.attempt());
        lanes.run(
                lane(allocation, effect.task()),
                () -> {
                    try (preparation) {
                        start(effect, preparation);
                    }
                });
    }

    /// A job of another version may name a signal that this one does not know: the task is asked by
    /// the usual one then, and has its time.
    void signal(NodeEffect.SignalTask effect) {
        toldToEnd(
                effect.allocation(),
                effect.task(),
                effect.attempt(),
                handle -> {
                    try {
                        keeper.signal(handle, effect.signal());
                    } catch (TaskRefused e) {
                        terminate(handle);
                    }
                });
    }

    /// What does not run yet is let go of, and what does ended in its turn.
    private void toldToEnd(String allocation, String task, int attempt, Consumer<TaskHandle> how) {
        preparations.end(allocation, task, attempt);
        lanes.run(
                lane(allocation, task),
                () -> {
                    var handle = find(allocation, task, attempt);
                    if (handle != null) how.accept(handle);
                });
    }

    /// Null: nothing of it is here, or can ever have been under such a name, which a later build
    /// may give.
    private @Nullable TaskHandle find(String allocation, String task, int attempt) {
        boolean can = TaskHandle.isName(allocation) && TaskHandle.isName(task) && attempt >= 0;
        return can ? keeper.find(allocation, task, attempt) : null;
    }

    private void terminate(TaskHandle handle) {
        try {
            keeper.signal(handle, TaskSpec.StopSpec.DEFAULT.signal());
        } catch (TaskRefused e) {
            throw new IllegalStateException("SIGTERM is not known", e);
        }
    }

    void kill(NodeEffect.KillTask effect) {
        toldToEnd(effect.allocation(), effect.task(), effect.attempt(), keeper::kill);
    }

    void drop(NodeEffect.DropTask effect) {
        preparations.end(effect.allocation(), effect.task(), effect.attempt());
        lanes.run(
                lane(effect.allocation(), effect.task()),
                () -> {
                    try {
                        var handle = find(effect.allocation(), effect.task(), effect.attempt());
                        if (handle != null) end(handle);
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
                            keeper.forgetAll(allocation);
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
                        sentence(handle, event.status())));
        return true;
    }

    /// What is there from earlier lives of the agent.
    List<NodeMessage.FoundProcess> recover() throws IOException {
        var all = new ArrayList<NodeMessage.FoundProcess>();
        for (var recovered : keeper.recover()) {
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

    private void start(NodeEffect.StartTask effect, Preparations.Preparation preparation) {
        var among = effect.order().forced() ? null : starts; // before all that wait
        try (var turn = StartTurn.take(among)) {
            checkNames(effect);
            var order = effect.order();
            var task = LaunchMaker.task(order, effect.task());
            var driver = drivers.named(task.driver());
            var handle =
                    new TaskHandle(
                            order.allocation(), effect.task(), effect.attempt(), driver.name());
            forgetBefore(handle);
            var started = start(driver, launches.of(handle, order, task), preparation, turn);
            counts.starts.increment();
            answers.accept(
                    new NodeMessage.TaskStarted(
                            handle.allocation(),
                            handle.task(),
                            handle.attempt(),
                            started.pid(),
                            started.lacks(),
                            started.by()));
        } catch (TaskRefused e) {
            refused(effect, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent ends
        } catch (RuntimeException e) { // unanswered, the task would be starting for ever
            refused(effect, TaskRefused.forNow("it could not be started: " + FileTrouble.words(e)));
        }
    }

    private static void checkNames(NodeEffect.StartTask effect) throws TaskRefused {
        if (!TaskHandle.isName(effect.order().allocation()) || !TaskHandle.isName(effect.task()))
            throw TaskRefused.forGood(
                    "this node cannot have a task of this name: letters, digits, - and _ make one");
    }

    private void forgetBefore(TaskHandle handle) {
        if (handle.attempt() <= 1) return;
        counts.restarts.increment();
        var before = keeper.find(handle.allocation(), handle.task(), handle.attempt() - 1);
        if (before != null) keeper.forget(before);
    }

    private Started start(
            Driver driver, TaskLaunch launch, Preparations.Preparation preparation, StartTurn turn)
            throws TaskRefused, InterruptedException {
        var prepared =
                preparation.by(
                        driver,
                        launch,
                        words -> {
                            turn.giveBack();
                            answers.accept(preparing(launch.handle(), words));
                        });
        turn.takeAgain();
        return driver.start(prepared);
    }

    private static NodeMessage preparing(TaskHandle handle, String words) {
        return new NodeMessage.TaskPreparing(
                handle.allocation(), handle.task(), handle.attempt(), words);
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

    /// Its order may be a newer one by now, and name another driver.
    @Override
    public TaskHandle checked(LiveCheck check) throws TaskRefused {
        var task = find(check.order().allocation(), check.task(), check.attempt());
        if (task != null) return task;
        throw TaskRefused.forNow("what it checks is not here");
    }

    @Override
    public ScriptOutput start(
            TaskHandle beside, TaskHandle handle, LiveCheck check, CheckSpec.Target.Script script)
            throws TaskRefused {
        var order = check.order();
        var task = LaunchMaker.task(order, check.task());
        var folder = directories.checkLogs(order.allocation(), handle.task(), check.check().name());
        var program = launches.check(handle, order, task, script, folder);
        var output = output(folder);
        drivers.named(beside.driver()).beside(beside, program);
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
        keeper.kill(handle);
        keeper.forget(handle);
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

    private String sentence(TaskHandle handle, TaskStatus status) {
        return switch (status) {
            case TaskStatus.Exited(var exit) -> {
                var logs = directories.logs(handle.allocation(), handle.task());
                yield drivers.inWords(handle, exit, logs);
            }
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
