package dev.skerry.agent.container;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.DriverFacts;
import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Overlay;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.Started;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.Walls;
import dev.skerry.agent.exec.Confining;
import dev.skerry.agent.exec.Programs;
import dev.skerry.agent.files.Trash;
import dev.skerry.agent.image.Image;
import dev.skerry.agent.program.Command;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs what an image has in it, in a container of runc or crun: with users, processes and files of
/// its own, and the network of the node. It writes into a layer of its run's own, which goes with
/// the attempt; what is to stay is in the folders of the run, which are where they are on the node.
public final class ContainerDriver implements Driver {
    private static final String NAME = "container";

    /// What its runtime keeps a container from.
    private static final Set<String> BY_RUNTIME =
            Set.of("user", "files", "tmp", "pids", "devices", "capabilities", "syscalls");

    private final Keeper keeper;
    private final ContainerSettings settings;
    private final Images images;
    private final Trash removed;
    private final Path mounted;
    private final ContainerLook look;
    private volatile ContainerLook.RuntimeFound last;

    /// Tries whether containers can be made here.
    public ContainerDriver(Keeper keeper, ContainerSettings settings, Images images)
            throws IOException {
        this.keeper = keeper;
        this.settings = settings;
        this.images = images;
        mounted = MountPoint.of(settings.folder());
        removed = Trash.open(settings.folder().resolve("removed"));
        look = new ContainerLook(keeper, settings, mounted, removed);
        last = look.found();
    }

    /// What was not there at first may have been installed meanwhile, or been kept from working by
    /// the load of a start.
    private ContainerLook.RuntimeFound found() {
        var found = last;
        if (found.runtime() != null || !look.again()) return found;
        synchronized (look) {
            found = look.found();
            last = found;
            return found;
        }
    }

    static String cgroup(ContainerSettings settings, String name) {
        return "/skerry-container/%s.%s".formatted(settings.node(), name);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public DriverFacts facts() {
        var found = found();
        var runtime = found.runtime();
        if (runtime == null)
            return new DriverFacts(
                    List.of(), found.why().isEmpty() ? List.of() : List.of(found.why()));
        var has = new ArrayList<>(confines());
        has.add(runtime.name());
        if (Command.along(settings.path(), "skopeo") != null) has.add("pull");
        return DriverFacts.of(NAME, has, List.of());
    }

    private List<String> confines() {
        var all = new HashSet<>(keeper.confines());
        all.addAll(BY_RUNTIME);
        return Confinement.WORDS.stream().filter(all::contains).toList();
    }

    @Override
    public Prepared prepare(TaskLaunch launch, Steps steps)
            throws TaskRefused, InterruptedException {
        if (!(launch.run() instanceof TaskRun.Container run)) throw Programs.another(launch);
        var runtime = runtime();
        Confining.check(run.rules().confinement(), confines());
        try (var held = images.hold(run.image(), launch.directory(), steps)) {
            var process = made(runtime, launch, run, held.image());
            var by = runtime.name() + ", " + held.image().digest();
            return new Prepared(process, Confining.lacks(confines()), by);
        } catch (IOException e) {
            throw TaskRefused.forNow("its container cannot be made: " + FileTrouble.words(e));
        }
    }

    private OciRuntime runtime() throws TaskRefused {
        var found = found();
        var runtime = found.runtime();
        if (runtime != null) return runtime;
        throw TaskRefused.forGood(
                found.why().isEmpty()
                        ? "there is no runc on the PATH; install the package runc"
                        : found.why());
    }

    private ProcessLaunch made(
            OciRuntime runtime, TaskLaunch launch, TaskRun.Container run, Image image)
            throws IOException, TaskRefused {
        var folder = ContainerFolder.of(launch.directory());
        removed.take(folder.top()); // of the attempt before
        removed.empty();
        folder.make(image.layers(), settings.ids());
        var parts = new ContainerParts(settings, mounted, launch, run, image);
        var user = parts.user();
        Files.writeString(folder.user(), user.numbers());
        int uid = settings.ids() + user.uid();
        Files.setAttribute(launch.directory(), "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.writeString(folder.environment(), String.join("\0", parts.env()));
        Files.writeString(folder.config(), parts.config(user).json());
        var root =
                new Overlay(
                        settings.layers(),
                        image.layers(),
                        folder.changes(),
                        folder.work(),
                        mounted);
        return new ProcessLaunch(
                launch.handle(),
                launch.directory(),
                runtime.creates(folder),
                Map.of("PATH", settings.path()),
                "",
                launch.limits(),
                launch.logs(),
                Walls.of(runtime.handover(folder, root)));
    }

    @Override
    public Started start(Prepared prepared) throws TaskRefused {
        try {
            return prepared.started(keeper.start(prepared.process()));
        } catch (TaskRefused e) {
            var folder = ContainerFolder.of(prepared.process().directory());
            throw RuntimeLog.told(folder.log(), e);
        }
    }

    /// Its user, environment and folders are the container's, and the program is found there.
    @Override
    public Started beside(TaskHandle task, TaskLaunch program) throws TaskRefused {
        if (!(program.run() instanceof TaskRun.OfProgram it)) throw Programs.another(program);
        var folder = ContainerFolder.of(program.directory());
        try {
            var run = it.program();
            var files = new LayeredFiles(layers(folder));
            var env = environment(folder);
            var file = files.program(run.command(), env.getOrDefault("PATH", ""));
            var words = new ArrayList<String>();
            words.add(run.command());
            words.addAll(run.args());
            var process =
                    new ProcessLaunch(
                            program.handle(),
                            program.directory(),
                            new Executable(file, words),
                            env,
                            Files.readString(folder.user()),
                            program.limits(),
                            program.logs(),
                            new Walls(List.of(), null, task));
            return keeper.start(process);
        } catch (IOException e) {
            throw TaskRefused.forNow("its container is not there: " + FileTrouble.words(e));
        }
    }

    private static Map<String, String> environment(ContainerFolder folder) throws IOException {
        var all = new HashMap<String, String>();
        for (var entry : Files.readString(folder.environment()).split("\0", -1)) {
            int at = entry.indexOf('=');
            if (at > 0) all.put(entry.substring(0, at), entry.substring(at + 1));
        }
        return all;
    }

    private List<Path> layers(ContainerFolder folder) throws IOException {
        var all = new ArrayList<Path>();
        all.add(folder.changes());
        for (var name : folder.layers().reversed()) all.add(settings.layers().resolve(name));
        return all;
    }
}
