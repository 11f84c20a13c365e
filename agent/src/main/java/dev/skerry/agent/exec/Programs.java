package dev.skerry.agent.exec;

import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.program.Command;
import dev.skerry.cluster.job.TaskSpec;
import java.util.ArrayList;

/// Programs of the node, or of a task's own directory.
final class Programs {
    private Programs() {}

    /// What a task executes, which was looked at.
    static Executable find(TaskLaunch launch, TaskSpec.RunSpec run) throws TaskRefused {
        var arch = System.getProperty("os.arch");
        var file = Command.find(run.command(), launch.directory(), launch.env(), arch);
        var words = new ArrayList<String>();
        words.add(run.command());
        words.addAll(run.args());
        return new Executable(file, words);
    }
}
