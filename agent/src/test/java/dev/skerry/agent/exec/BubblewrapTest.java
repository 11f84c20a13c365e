package dev.skerry.agent.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.Walls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What bubblewrap is told; what comes of it is tried elsewhere.
class BubblewrapTest {
    private static final Path SHIM = Path.of("/data/shim");
    private static final Path WORK = Path.of("/data/work");
    private static final RunFolders FOLDERS =
            new RunFolders(WORK, List.of(Path.of("/data/shared")), List.of(WORK), List.of());

    private final Bubblewrap newest =
            new Bubblewrap(Path.of("/usr/bin/bwrap"), Path.of("/data"), SHIM, false);

    private static String words(Bubblewrap by, String... of) {
        return String.join(" ", by.words(Set.of(of), FOLDERS));
    }

    @Test
    void whatItKeepsFromIsWhatItIsToldTo() {
        assertEquals(
                "/usr/bin/bwrap --unshare-user --cap-drop ALL --disable-userns --bind / /"
                        + " --dev-bind /dev /dev --chdir /data/work --",
                words(newest));
        assertEquals(
                "/usr/bin/bwrap --unshare-user --cap-drop ALL --disable-userns --ro-bind / /"
                        + " --dev-bind /dev /dev --tmpfs /data --ro-bind /data/shim /data/shim"
                        + " --ro-bind /data/shared /data/shared --bind /data/work /data/work"
                        + " --remount-ro /data --chdir /data/work --",
                words(newest, "files"));
        assertEquals(
                "/usr/bin/bwrap --unshare-user --cap-drop ALL --bind / / --dev /dev"
                        + " --unshare-pid --unshare-ipc --unshare-uts --proc /proc --chdir"
                        + " /data/work --",
                words(newest.old(), "pids", "devices"));
        assertTrue(words(newest, "tmp").contains(" --tmpfs /tmp "), words(newest, "tmp"));
    }

    private static String alone(Bubblewrap by, String... of) {
        var readable = List.of(Path.of("/opt/java"), Path.of("/data/work/m"));
        return String.join(" ", by.alone(Set.of(of), readable, List.of(WORK)));
    }

    /// What it may write is behind what it may read, which can lie in it.
    @Test
    void whatIsAloneHasNothingButWhatIsSaid() {
        var libraries = new StringBuilder();
        for (var folder : List.of("usr/lib", "usr/lib64", "lib", "lib64", "etc/ld.so.cache"))
            libraries.append(" --ro-bind-try /%s /%s".formatted(folder, folder));
        var own =
                " --ro-bind /data/shim /data/shim --ro-bind /opt/java /opt/java"
                        + " --ro-bind /data/work/m /data/work/m --bind /data/work /data/work"
                        + " --remount-ro / --chdir / --";
        assertEquals(
                "/usr/bin/bwrap --unshare-user --cap-drop ALL --disable-userns"
                        + libraries
                        + " --dev /dev --unshare-pid --unshare-ipc --unshare-uts --proc /proc"
                        + own,
                alone(newest, "pids", "files", "devices"));
        assertEquals(
                "/usr/bin/bwrap --unshare-user --cap-drop ALL"
                        + libraries
                        + " --dev-bind /dev /dev"
                        + own,
                alone(newest.old(), "files"));
    }

    @Test
    void withoutWallsOrTheirFilesNothingIsAlone() {
        var filter = Path.of("/data/filter");
        for (var none :
                List.of(
                        new Confining(null, Set.of("files"), filter, List.of(), true, List.of()),
                        new Confining(
                                newest, Set.of("pids"), filter, List.of(), true, List.of()))) {
            assertFalse(none.alone());
            assertEquals(new Walls(List.of(), filter, null), none.alone(List.of(), List.of(WORK)));
        }
        var walls = new Confining(newest, Set.of("files"), filter, List.of(), true, List.of());
        assertTrue(walls.alone());
        assertEquals(
                new Walls(newest.alone(Set.of("files"), List.of(), List.of(WORK)), filter, null),
                walls.alone(List.of(), List.of(WORK)));
    }

    @Test
    void whatIsBehindAWallIsKnown() {
        var of = Path.of("/data/other/program");
        assertEquals(Path.of("/data"), newest.hiding(of, Set.of("files"), FOLDERS));
        assertNull(newest.hiding(of, Set.of("tmp"), FOLDERS));
        assertNull(newest.hiding(Path.of("/data/shared/x"), Set.of("files"), FOLDERS));
        assertEquals(
                Path.of("/var/tmp"), newest.hiding(Path.of("/var/tmp/x"), Set.of("tmp"), FOLDERS));
    }

    /// Nothing could be mounted on a link.
    @Test
    void aLinkIsFollowed(@TempDir Path folder) throws Exception {
        var real = Files.createDirectory(folder.toRealPath().resolve("real"));
        var link = Files.createSymbolicLink(folder.resolve("link"), real);
        var by = new Bubblewrap(Path.of("/usr/bin/bwrap"), link, SHIM, false);
        assertTrue(words(by, "files").contains(" --tmpfs " + real + " "), words(by, "files"));
    }

    /// What is there by the folder in which the agent was started is nobody's choice.
    @Test
    void itIsLookedForAlongThePathInWholeFoldersOnly(@TempDir Path folder) throws Exception {
        var program = Files.writeString(folder.toRealPath().resolve("bwrap"), "");
        var here = Path.of("").toAbsolutePath().relativize(folder.toRealPath());
        var data = Path.of("/data");
        assertNull(Bubblewrap.along(folder + "", data, SHIM), "it cannot be executed");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertNull(Bubblewrap.along(":" + here, data, SHIM));
        var found = Bubblewrap.along("/nowhere:" + folder.toRealPath(), data, SHIM);
        assertNotNull(found);
        assertEquals(program, found.program());
    }
}
