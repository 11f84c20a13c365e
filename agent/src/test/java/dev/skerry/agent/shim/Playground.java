package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.fail;

import dev.skerry.agent.cgroup.Cgroups;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.exec.ConfinementLook;
import dev.skerry.agent.exec.Confining;
import dev.skerry.agent.exec.ExecDriver;
import dev.skerry.agent.exec.ExecSettings;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Real processes in a directory of their own, started by the driver `exec` unless a test brings
/// another one; ends what is left of them.
public final class Playground implements AutoCloseable {

    /// Below the place of the tests themselves, so that what limits them limits their tasks.
    public static final String CGROUP_PARENT =
            System.getProperty(
                    "skerry.test.cgroup", "skerry-test-" + ProcessHandle.current().pid());

    final Path directory;
    final BlockingQueue<ExitEvent> exits = new LinkedBlockingQueue<>();
    private final String proc;
    private Processes processes;
    private Confinement confinement = Confinement.OPEN;

    /// @param cgroups whether the machine's hierarchies are to be used, as far as they are there
    public Playground(Path directory, boolean cgroups) throws IOException {
        this.directory = directory;
        this.proc = cgroups ? "/proc/self" : "/nowhere";
        // the task's own user has to come through
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        processes = open();
    }

    private Processes open() throws IOException {
        var settings =
                new ProcessSettings(
                        directory.resolve("driver"), CGROUP_PARENT, 2000, "nobody", Path.of(proc));
        return Processes.open(settings, this::ended);
    }

    /// What a driver has only tried out is no task.
    private void ended(ExitEvent event) {
        if (!event.handle().allocation().equals("look")) exits.add(event);
    }

    /// Where the mounts are read.
    Path proc() {
        return Path.of(proc);
    }

    public Processes processes() {
        return processes;
    }

    Started start(TaskLaunch launch) throws TaskRefused {
        var exec = confinement.confined() ? confining(true) : open(processes);
        return exec.start(exec.prepare(launch, _ -> {}));
    }

    /// From now on what is launched is to be kept from what is not its own.
    public Playground confine() {
        confinement = Confinement.ALL;
        return this;
    }

    /// A driver that has looked what it can keep its tasks from.
    ///
    /// @param bubblewrap whether there is one
    public ExecDriver confining(boolean bubblewrap) {
        return confining(bubblewrap ? "/usr/local/bin:/usr/bin:/bin" : "/nowhere");
    }

    /// A driver that keeps its tasks from nothing.
    public static ExecDriver open(Keeper keeper) {
        var none = Path.of("/nowhere");
        var settings = new ExecSettings(false, "", none, none, "", false);
        return new ExecDriver(keeper, ConfinementLook.at(keeper, settings));
    }

    ExecDriver confining(String path) {
        return new ExecDriver(processes, walls(true, path));
    }

    /// What can be confined here, or nothing that is to be.
    public Confining walls(boolean confine) {
        return walls(confine, "/usr/local/bin:/usr/bin:/bin");
    }

    private Confining walls(boolean confine, String path) {
        var folder = directory.resolve("driver");
        var settings = new ExecSettings(confine, path, directory, folder, "", false);
        return ConfinementLook.at(processes, settings);
    }

    /// Another life of the agent: the old one stops watching, a new one looks at the same disk.
    public Processes reopen() throws IOException {
        processes.close();
        processes = open();
        return processes;
    }

    TaskLaunch shell(String allocation, String script) throws IOException {
        return launch(allocation, "/bin/sh", List.of("-c", script), TaskLimits.NONE);
    }

    public TaskLaunch launch(
            String allocation, String command, List<String> args, TaskLimits limits)
            throws IOException {
        var env = Map.of("PATH", "/usr/bin:/bin");
        return new TaskLaunch(
                new TaskHandle(allocation, "main", 0),
                new TaskRun.Exec(new TaskSpec.RunSpec(command, args, env, ""), confinement),
                env,
                "",
                RunFolders.only(
                        Files.createDirectories(directory.resolve(allocation).resolve("work"))),
                limits,
                new LogLimits(directory.resolve(allocation).resolve("logs"), 3, 64 * 1024));
    }

    /// The same as a run of its own.
    public static TaskLaunch as(TaskLaunch launch, TaskHandle handle) {
        return new TaskLaunch(
                handle,
                launch.run(),
                launch.env(),
                launch.user(),
                launch.folders(),
                launch.limits(),
                launch.logs());
    }

    /// What the task has written to stdout or stderr so far.
    public String output(String allocation, String stream) throws IOException {
        var logs = directory.resolve(allocation).resolve("logs");
        var reader = new dev.skerry.agent.logs.LogFileReader(logs, stream);
        var text = new StringBuilder();
        for (var chunk = reader.read(0, 4096); !chunk.isEmpty(); ) {
            text.append(new String(chunk.bytes(), java.nio.charset.StandardCharsets.UTF_8));
            chunk = reader.read(chunk.next(), 4096);
        }
        return text.toString();
    }

    /// Waits until it has written that and nothing else.
    public void awaitOutput(TaskLaunch launch, String text) {
        await(
                text,
                () -> {
                    try {
                        return output(launch.handle().allocation(), "stdout").equals(text);
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /// The next end of a task that is told.
    public ExitEvent nextExit() throws InterruptedException {
        var event = exits.poll(20, TimeUnit.SECONDS);
        return event != null ? event : fail("no task has ended");
    }

    public Exit exitOf(TaskLaunch launch) throws InterruptedException {
        var event = nextExit();
        if (event.handle().equals(launch.handle())
                && event.status() instanceof TaskStatus.Exited(var exit)) return exit;
        return fail("not its exit: " + event);
    }

    public static void await(String what, BooleanSupplier condition) {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - untilNs > 0) fail("still not so after 20 s: " + what);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// Whether a process with this very command line is there.
    static boolean runs(String commandLine) {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (commandLine.equals(commandLine(process))) return true;
            }
            return false;
        } catch (IOException e) {
            return fail(e);
        }
    }

    private static String commandLine(Path process) throws IOException {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ').strip();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return ""; // it has just gone
        }
    }

    @Override
    public void close() throws IOException {
        reopen();
        for (var found : processes.recover()) {
            processes.kill(found.handle());
            var handle = found.handle();
            await("its end", () -> processes.usage(handle).pids() <= 0);
            processes.forget(handle);
        }
        processes.close();
        for (var branch : Cgroups.detect(Path.of(proc), CGROUP_PARENT).branches()) {
            Files.delete(branch.parent());
        }
    }
}
