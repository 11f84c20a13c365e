package dev.skerry.agent.driver;

import java.nio.file.Path;

/// Runs tasks of one kind: says which program is to be started for a task, and what must be there
/// before. What it has started is kept by the [Keeper], as all that runs on this node.
///
/// All methods may be called from any thread.
public interface Driver {
    /// The name by which a job asks for this driver, such as `exec`.
    String name();

    /// What is there of it on this node.
    DriverFacts facts();

    /// Does all that has to wait for a network, a disk or another process. It may be interrupted,
    /// and be asked again for the same task; it leaves nothing that runs.
    ///
    /// @param steps hears of what may take its time, before it begins
    /// @throws TaskRefused when the task can't be started here
    Prepared prepare(TaskLaunch launch, Steps steps) throws TaskRefused, InterruptedException;

    /// Starts what was prepared, which takes milliseconds and no network; returns once it runs,
    /// that is after its program was loaded.
    ///
    /// @throws TaskRefused when it can't be started; nothing of it is left behind then
    Started start(Prepared prepared) throws TaskRefused;

    /// Starts a program beside a task that runs, such as a check of it: behind the same walls.
    ///
    /// @param program with a handle of its own, by which its end is told
    Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused;

    /// How a task of it has ended, in one sentence for people. It returns soon.
    ///
    /// @param logs the folder with what the task has written
    default String inWords(Exit exit, Path logs) {
        return exit.inWords();
    }
}
