package dev.skerry.agent.container;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.image.Image;
import dev.skerry.agent.image.ImageConfig;
import dev.skerry.agent.image.ImageStore.HeldImage;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.TaskRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tasks in containers of one image, which has busybox and two users in it.
public final class ContainerTasks {
    static final String IMAGE = "registry.lan/tools:1";
    private static final String LAYER = "tools";
    private static final String PATH = "/usr/local/bin:/usr/bin:/usr/sbin:/bin";

    private final Playground world;
    private final Path folder;
    private final Path layers;
    private final Map<Keeper, Driver> drivers = new HashMap<>();

    /// @param directory of the playground
    /// @param layers with what [#make] has made
    public ContainerTasks(Playground world, Path directory, Path layers) {
        this.world = world;
        this.folder = directory.resolve("containers");
        this.layers = layers;
    }

    /// The image's only layer.
    public static void make(Path layers) throws IOException {
        Files.setPosixFilePermissions(layers, PosixFilePermissions.fromString("rwx--x--x"));
        var layer = layers.resolve(LAYER);
        Files.createDirectories(layer.resolve("bin"));
        Files.createDirectories(layer.resolve("etc"));
        Files.createDirectories(layer.resolve("tmp"));
        Files.copy(Path.of("/bin/busybox"), layer.resolve("bin/busybox"));
        for (var name :
                List.of(
                        "sh", "cat", "head", "id", "chown", "grep", "ls", "mknod", "mount", "seq",
                        "sleep", "touch", "tr", "unshare", "wc"))
            Files.createSymbolicLink(layer.resolve("bin").resolve(name), Path.of("busybox"));
        Files.writeString(layer.resolve("etc/passwd"), "root:x:0:0::/:\napp:x:33:34::/srv:\n");
        Files.writeString(layer.resolve("etc/group"), "app:x:34:\nmore:x:40:app\n");
        try (var all = Files.walk(layer)) {
            all.forEach(ContainerTasks::own);
        }
        Files.setPosixFilePermissions(
                layer.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static void own(Path file) {
        try {
            for (var id : List.of("unix:uid", "unix:gid"))
                Files.setAttribute(file, id, ContainerSettings.IDS, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Driver driver(Keeper keeper) {
        return drivers.computeIfAbsent(keeper, it -> driver(it, PATH));
    }

    /// One that looks elsewhere for a runtime.
    ContainerDriver driver(Keeper keeper, String path) {
        try {
            var shim = folder.resolveSibling("driver").resolve("skerry-shim");
            var settings =
                    new ContainerSettings(
                            path, folder, layers, shim, "test", ContainerSettings.IDS);
            return new ContainerDriver(
                    keeper, settings, (name, _, _) -> new HeldImage(image(name), () -> {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The user of an image stands behind the last `@` of its name, and `bare` names no program.
    private static Image image(String name) {
        int at = name.lastIndexOf('@');
        var config =
                new ImageConfig(
                        "amd64",
                        "linux",
                        List.of("PATH=/bin", "COLOUR=blue", "SIZE=1"),
                        name.startsWith("bare") ? List.of() : List.of("/bin/sh", "-c"),
                        name.startsWith("bare") ? List.of() : List.of("echo said by the image"),
                        at < 0 ? "" : name.substring(at + 1),
                        "/tmp",
                        List.of("sha256:0"));
        return new Image(name, "sha256:1", List.of(LAYER), config);
    }

    /// A script of the image's shell.
    public TaskLaunch shell(String allocation, TaskLimits limits, String script)
            throws IOException {
        return launch(allocation, limits, IMAGE, TaskRun.ContainerRules.NONE, script);
    }

    TaskLaunch launch(
            String allocation,
            TaskLimits limits,
            String image,
            TaskRun.ContainerRules rules,
            String... args)
            throws IOException {
        var launch = world.launch(allocation, "/none", List.of(), limits);
        var invocation = new TaskRun.Invocation(List.of(args), Map.of("SIZE", "2"));
        return new TaskLaunch(
                new TaskHandle(allocation, "main", 0, "container"),
                new TaskRun.Container(image, invocation, rules),
                launch.env(),
                launch.user(),
                launch.folders(),
                launch.limits(),
                launch.logs());
    }
}
