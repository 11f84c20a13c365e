package dev.skerry.agent.driver;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what runs for the tasks of this node, whichever driver has it started. A task belongs to
/// the node, not to the agent's process: it goes on when the agent is killed, and [#recover] hands
/// it to the agent that comes after.
///
/// The end of a task is told to the keeper's listener as an [ExitEvent], once for each [#start]
/// that succeeded and each [#recover] that found it running. A task that ends at once can be told
/// before its start has returned.
///
/// All methods may be called from any thread.
public interface Keeper extends AutoCloseable {
    /// Starts a process and returns once it runs, that is after its program was loaded. No attempt
    /// of a task is started twice, whatever its driver.
    ///
    /// @throws TaskRefused when it can't be started; nothing of it is left behind then
    Started start(ProcessLaunch launch) throws TaskRefused;

    /// The handle of an attempt that is here; null: there is nothing of it.
    @Nullable TaskHandle find(String allocation, String task, int attempt);

    /// Asks a task to end, by a signal such as `SIGTERM` or `HUP` to each of its processes. It has
    /// ended when all of them have: what is left when the first one ended goes on until it ends by
    /// itself or by [#kill]. A task that has ended, or was never here, is left in peace.
    ///
    /// @throws TaskRefused when there is no signal of that name
    void signal(TaskHandle handle, String signal) throws TaskRefused;

    /// Ends every process of the task now, without asking them. Returns when they are gone, or
    /// after a few seconds when the kernel can't end them; the exit event tells the end.
    void kill(TaskHandle handle);

    /// What stands on this node from earlier lives of the agent; called once, before any start.
    List<Recovered> recover() throws IOException;

    /// What the task uses at the moment; [Usage#NONE] when it doesn't run.
    Usage usage(TaskHandle handle);

    /// Forgets a task that has ended, with its records and its cgroup. Its logs stay.
    void forget(TaskHandle handle);

    /// Forgets every run of an allocation that has ended.
    void forgetAll(String allocation);

    /// What it keeps all from that it starts, whatever their driver, in the words of
    /// [dev.skerry.cluster.job.Confinement].
    List<String> confines();

    /// What this node can't do for its tasks, such as limiting their memory: one sentence each, for
    /// people. Empty when all is as it should be.
    List<String> shortcomings();

    /// Stops watching. The tasks go on.
    @Override
    void close();

    /// The last of it, after [#close]: nothing is left behind but what runs on, and its records.
    void leave();
}
