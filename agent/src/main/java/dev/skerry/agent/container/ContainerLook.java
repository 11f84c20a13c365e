package dev.skerry.agent.container;

import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.Overlay;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.driver.Walls;
import dev.skerry.agent.files.Trash;
import dev.skerry.agent.program.Command;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what makes containers on this node, by making one: of a layer with nothing in it but the
/// shim's own file, which has no orders and ends at once.
final class ContainerLook {
    /// No allocation has such an id.
    private static final String ALLOCATION = "look";

    private static final int SAID_BYTES_MAX = 200;
    private static final String PROGRAM = "look";
    private static final int ATTEMPTS_MAX = 6;

    private final Keeper keeper;
    private final ContainerSettings settings;
    private final Path mounted;
    private final Trash removed;
    private int attempts;

    /// @param removed takes what is there of a look of before
    ContainerLook(Keeper keeper, ContainerSettings settings, Path mounted, Trash removed) {
        this.keeper = keeper;
        this.settings = settings;
        this.mounted = mounted;
        this.removed = removed;
    }

    /// @param runtime null: there is none that works
    /// @param why it does not, as a sentence; empty: it does, or nobody could expect it
    record RuntimeFound(@Nullable OciRuntime runtime, String why) {}

    /// Whether there is a program that was not tried so often that it will never work.
    boolean again() {
        return attempts < ATTEMPTS_MAX
                && OciRuntime.NAMES.stream()
                        .anyMatch(it -> Command.along(settings.path(), it) != null);
    }

    RuntimeFound found() {
        var sentences = new ArrayList<String>();
        for (var name : OciRuntime.NAMES) {
            var program = Command.along(settings.path(), name);
            if (program == null) continue;
            var runtime = new OciRuntime(program);
            var why = tried(runtime);
            if (why.isEmpty()) return new RuntimeFound(runtime, "");
            sentences.add("no task of container runs here: %s says: %s".formatted(program, why));
        }
        return new RuntimeFound(null, String.join("; ", sentences));
    }

    /// What is wrong with it; empty: it works.
    private String tried(OciRuntime runtime) {
        var top = settings.folder().resolve("look");
        try {
            removed.take(top);
            removed.empty();
            Files.createDirectories(top);
            Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
            return tried(runtime, top);
        } catch (IOException e) {
            return FileTrouble.words(e);
        }
    }

    private String tried(OciRuntime runtime, Path top) throws IOException {
        var layers = top.resolve("layers");
        var layer = Files.createDirectories(layers.resolve(PROGRAM));
        Files.copy(settings.shim(), layer.resolve(PROGRAM), StandardCopyOption.COPY_ATTRIBUTES);
        var folder = new ContainerFolder(top.resolve("container"));
        folder.make(List.of(), settings.ids());
        var config =
                new RuntimeConfig(
                        mounted,
                        false,
                        ContainerDriver.cgroup(settings, ALLOCATION),
                        new ContainerIds(settings.ids(), -1),
                        new RuntimeConfig.Program(
                                ContainerUser.ROOT, List.of("/" + PROGRAM), List.of(), "/"),
                        List.of());
        Files.writeString(folder.config(), config.json());
        var root = new Overlay(layers, List.of(PROGRAM), folder.changes(), folder.work(), mounted);
        var handle = new TaskHandle(ALLOCATION, "container", attempts++);
        keeper.forget(handle); // of an agent that was killed meanwhile
        try {
            keeper.start(
                    new ProcessLaunch(
                            handle,
                            top,
                            runtime.creates(folder),
                            Map.of("PATH", settings.path()),
                            "",
                            TaskLimits.NONE,
                            new LogLimits(top.resolve("logs"), 1, SAID_BYTES_MAX),
                            Walls.of(runtime.handover(folder, root))));
            return "";
        } catch (TaskRefused e) {
            return RuntimeLog.reason(folder.log(), e);
        } finally {
            keeper.kill(handle);
            keeper.forget(handle);
        }
    }
}
