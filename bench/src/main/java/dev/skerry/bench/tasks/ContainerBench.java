package dev.skerry.bench.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.agent.container.ContainerDriver;
import dev.skerry.agent.container.ContainerSettings;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.image.Image;
import dev.skerry.agent.image.ImageConfig;
import dev.skerry.agent.image.ImageStore.HeldImage;
import dev.skerry.agent.shim.ProcessSettings;
import dev.skerry.agent.shim.Processes;
import dev.skerry.bench.Figures;
import dev.skerry.bench.Folders;
import dev.skerry.bench.ProcessLook;
import dev.skerry.cluster.job.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a container costs, as an agent runs it for a task, of an image that is here: from the order
/// to its first process running, to its end being told, and what watches it meanwhile. Beside it
/// podman, if it is here, with the same files and the same program. As root. Arguments: starts.
public final class ContainerBench {
    private static final double GOAL_MS = 500;
    private static final double KIB = 1024;
    private static final long PATIENCE_S = 60;
    private static final String LAYER = "layer";
    private static final String BUSYBOX = "/bin/busybox";

    private final Path folder;
    private final String path = System.getenv().getOrDefault("PATH", "/usr/bin:/usr/sbin:/bin");
    private final BlockingQueue<ExitEvent> ends = new LinkedBlockingQueue<>();
    private final Processes processes;
    private final ContainerDriver driver;
    private int started;

    private ContainerBench(Path folder) throws IOException {
        this.folder = folder;
        var settings = ProcessSettings.of(folder.resolve("exec"), "bench", 2_000);
        processes = Processes.open(settings, this::ended);
        var image = image();
        driver =
                new ContainerDriver(
                        processes,
                        new ContainerSettings(
                                path,
                                folder.resolve("containers"),
                                folder.resolve("layers"),
                                folder.resolve("exec/skerry-shim"),
                                "bench",
                                ContainerSettings.IDS),
                        (_, _, _) -> new HeldImage(image, () -> {}));
    }

    /// What the driver has only tried out is none of ours.
    private void ended(ExitEvent end) {
        if (end.handle().allocation().startsWith("b")) ends.add(end);
    }

    public static void main(String[] arguments) throws Exception {
        int starts = Figures.argument(arguments, 0, 20);
        var folder = Folders.temporary();
        try {
            var bench = new ContainerBench(folder);
            bench.starts(starts);
            bench.podman(starts);
            bench.processes.close();
            bench.processes.leave();
        } finally {
            Folders.delete(folder);
        }
        Figures.machine(ContainerBench.class, arguments);
    }

    private Image image() throws IOException {
        var bin = Files.createDirectories(folder.resolve("layers").resolve(LAYER).resolve("bin"));
        Files.copy(Path.of(BUSYBOX), bin.resolve("busybox"));
        for (var each : List.of(bin.resolve("busybox"), bin, folder.resolve("layers/layer")))
            for (var id : List.of("unix:uid", "unix:gid"))
                Files.setAttribute(each, id, ContainerSettings.IDS, LinkOption.NOFOLLOW_LINKS);
        var none = List.<String>of();
        var config = new ImageConfig("", "linux", none, none, none, "", "/", List.of("sha256:0"));
        return new Image("busybox", "sha256:0", List.of(LAYER), config);
    }

    private void starts(int count) throws Exception {
        var toStart = new ArrayList<Double>();
        var toEnd = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            long beganNs = System.nanoTime();
            var launch = launch("true");
            driver.start(driver.prepare(launch, _ -> {}));
            toStart.add(msSince(beganNs));
            end();
            toEnd.add(msSince(beganNs));
            processes.forget(launch.handle());
        }
        under("ordered to running, p50 of " + count, toStart, GOAL_MS);
        Figures.only("the slowest of them", toStart.getLast(), "ms");
        under("a container that ends at once, p50 of " + count, toEnd, GOAL_MS);
        var lasting = launch("sleep", "1000");
        long pid = driver.start(driver.prepare(lasting, _ -> {})).pid();
        var shim = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow();
        var held = ProcessLook.memory(shim.pid());
        Figures.under("what watches it, private", held.privateBytes() / KIB, "KiB", 1_024);
        processes.kill(lasting.handle());
        end();
        processes.forget(lasting.handle());
    }

    private static void under(String what, List<Double> tookMs, double goal) {
        Collections.sort(tookMs);
        Figures.under(what, tookMs.get(tookMs.size() / 2), "ms", goal);
    }

    private static double msSince(long beganNs) {
        return (System.nanoTime() - beganNs) / 1e6;
    }

    private void end() throws IOException, InterruptedException {
        if (ends.poll(PATIENCE_S, TimeUnit.SECONDS) == null)
            throw new IOException("a container does not end");
    }

    private TaskLaunch launch(String... words) throws IOException {
        var run = folder.resolve("runs").resolve("b" + ++started);
        var local = Files.createDirectories(run.resolve("task/local"));
        var args = new ArrayList<>(List.of(BUSYBOX));
        args.addAll(List.of(words));
        return new TaskLaunch(
                new TaskHandle("b" + started, "task", 0, "container"),
                new TaskRun.Container(
                        "busybox",
                        new TaskRun.Invocation(args, Map.of()),
                        TaskRun.ContainerRules.NONE),
                Map.of(),
                "",
                RunFolders.only(local),
                TaskLimits.NONE,
                new LogLimits(run.resolve("logs"), 1, 64 * 1024));
    }

    /// With the node's network and no storage of its own to prepare, as ours.
    private void podman(int count) throws IOException, InterruptedException {
        var root = folder.resolve("layers").resolve(LAYER).toString();
        var words =
                List.of(
                        "podman",
                        "--runtime=runc",
                        "run",
                        "--rm",
                        "--network=host",
                        "--ulimit=nofile=1024:1024",
                        "--ulimit=nproc=4096:4096",
                        "--rootfs",
                        root,
                        BUSYBOX,
                        "true");
        var took = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            long beganNs = System.nanoTime();
            try {
                var process = new ProcessBuilder(words).redirectErrorStream(true).start();
                var said = new String(process.getInputStream().readAllBytes(), UTF_8);
                if (process.waitFor() != 0) throw new IOException(said.strip());
            } catch (IOException e) {
                System.out.println("podman beside it: no figure; " + e.getMessage());
                return;
            }
            took.add(msSince(beganNs));
        }
        Collections.sort(took);
        Figures.only("the same by podman run, p50", took.get(count / 2), "ms");
    }
}
