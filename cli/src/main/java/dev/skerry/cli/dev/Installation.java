package dev.skerry.cli.dev;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the programs are that make up a fleet.
///
/// @param home the folder of `bin`, `lib` and `examples`
record Installation(Path home) {
    static Installation find(@Nullable String home) throws Failure {
        if (home == null || home.isEmpty())
            throw new Failure(
                    ExitCode.FAILED,
                    "SKERRY_HOME is not set, so the server's and the agent's programs are unknown.",
                    "Start with the script: ./skerry dev, or bin/skerry-cli dev.");
        var found = new Installation(Path.of(home).toAbsolutePath().normalize());
        for (var program : List.of(found.server(), found.agent()))
            if (!Files.isExecutable(program))
                throw new Failure(
                        ExitCode.FAILED, program + " is missing.", "`./skerry build` makes it.");
        return found;
    }

    Path server() {
        return home.resolve("bin/skerry-server");
    }

    Path agent() {
        return home.resolve("bin/skerry-agent");
    }

    Path badgeJar() {
        return home.resolve("examples/badge/badge.jar");
    }

    /// The example's job file: beside its program, or where its source is.
    Path badgeFile() {
        var beside = home.resolve("examples/badge/badge.yaml");
        return Files.exists(beside) ? beside : home.resolveSibling("examples/badge/badge.yaml");
    }

    /// The Java that this runs on; tasks use it too.
    static Path java() {
        return Path.of(System.getProperty("java.home"));
    }

    /// Who runs the tasks, when it should not be as the agent has it: root, where the folders are
    /// closed to others, as they are in root's home.
    ///
    /// @return null: as the agent has it
    @Nullable String taskUser(Path data) {
        var own = System.getProperty("user.name");
        if (!own.equals("root")) return null;
        boolean open = passable(badgeJar()) && passable(data) && passable(java());
        return open ? null : own;
    }

    /// Whether everybody may go through all folders on the way there.
    private static boolean passable(Path path) {
        try {
            for (var here = path.toRealPath(); here != null; here = here.getParent())
                if (Files.isDirectory(here)
                        && !Files.getPosixFilePermissions(here)
                                .contains(PosixFilePermission.OTHERS_EXECUTE)) return false;
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
