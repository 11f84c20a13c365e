package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.Confinement;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// One life of an agent that has a JVM run, says so, and waits to be killed.
final class JavaAgentLife {
    private JavaAgentLife() {}

    public static void main(String[] args) throws Exception {
        // never closed: that is the point
        var world = new Playground(Path.of(args[0]), true);
        var tasks = new JavaTasks(world, Path.of(args[1]), Confinement.ALL);
        var driver = tasks.driver(world.processes());
        var names = new String[] {"environment", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "PATH"};
        driver.start(driver.prepare(tasks.work("brief", TaskLimits.NONE, names), _ -> {}));
        var lasting = tasks.work("lasting", TaskLimits.NONE, "lasting");
        long pid = driver.start(driver.prepare(lasting, _ -> {})).pid();
        world.awaitOutput(lasting, "ready\n");
        System.out.println(pid);
        new CountDownLatch(1).await();
    }
}
