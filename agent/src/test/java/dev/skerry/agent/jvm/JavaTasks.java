package dev.skerry.agent.jvm;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.facts.JavaHomes;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tasks of the driver `java`, with what they need in their own folder.
public final class JavaTasks {
    private final Playground world;
    private final Path jar;
    private final Confinement confinement;

    /// Looking what can be confined takes its time.
    private final Map<Keeper, JavaDriver> drivers = new HashMap<>();

    /// @param jar of [Jars#work]
    public JavaTasks(Playground world, Path jar, Confinement confinement) {
        this.world = world;
        this.jar = jar;
        this.confinement = confinement;
    }

    /// With the Javas of this machine.
    public JavaDriver driver(Keeper keeper) {
        return drivers.computeIfAbsent(keeper, this::opened);
    }

    private JavaDriver opened(Keeper keeper) {
        return driver(keeper, JavaHomes.ofThisMachine().found(), JavaHome.own());
    }

    /// @param node the Javas of the node
    JavaDriver driver(Keeper keeper, List<JavaHome> node, JavaHome own) {
        var walls = world.walls(confinement.confined());
        var user = AgentConfig.root() ? "nobody" : "";
        return new JavaDriver(keeper, walls, () -> node, own, user);
    }

    static TaskRun.JavaProgram jar(String name, List<String> jvmArgs, int least) {
        return new TaskRun.JavaProgram(name, "", List.of(), jvmArgs, least, "");
    }

    static TaskRun.JavaProgram main(String main, String... classPath) {
        return new TaskRun.JavaProgram("", main, List.of(classPath), List.of(), 0, "");
    }

    /// It does what the words say.
    public TaskLaunch work(String allocation, TaskLimits limits, String... words)
            throws IOException {
        return work(allocation, limits, List.of(), words);
    }

    public TaskLaunch work(
            String allocation, TaskLimits limits, List<String> jvmArgs, String... words)
            throws IOException {
        return launch(allocation, limits, jar("work.jar", jvmArgs, 0), words);
    }

    TaskLaunch launch(
            String allocation, TaskLimits limits, TaskRun.JavaProgram program, String... words)
            throws IOException {
        var plain = world.launch(allocation, "/bin/true", List.of(), limits);
        var work = plain.directory().resolve("work.jar");
        Files.copy(jar, work, StandardCopyOption.REPLACE_EXISTING);
        var env = new HashMap<>(plain.env());
        env.put("HOME", plain.directory().toString());
        var run =
                new TaskRun.Java(program, new TaskRun.Invocation(List.of(words), env), confinement);
        return new TaskLaunch(
                new TaskHandle(allocation, "main", 0, "java"),
                run,
                env,
                plain.user(),
                plain.folders(),
                limits,
                plain.logs());
    }
}
