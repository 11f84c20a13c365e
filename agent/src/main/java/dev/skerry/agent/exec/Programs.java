package dev.skerry.agent.exec;

import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.program.Command;
import dev.skerry.cluster.job.TaskRun;
import java.util.ArrayList;

/// Programs of the node, or of a task's own directory.
public final class Programs {
    private Programs() {}

    /// What a task executes, which was looked at.
    public static Executable find(TaskLaunch launch) throws TaskRefused {
        if (!(launch.run() instanceof TaskRun.OfProgram it)) throw another(launch);
        var run = it.program();
        var arch = System.getProperty("os.arch");
        var file = Command.find(run.command(), launch.directory(), launch.env(), arch);
        var words = new ArrayList<String>();
        words.add(run.command());
        words.addAll(run.args());
        return new Executable(file, words);
    }

    /// It is for another driver.
    public static TaskRefused another(TaskLaunch launch) {
        return TaskRefused.forGood("it is to be run by " + launch.run().driver());
    }
}
