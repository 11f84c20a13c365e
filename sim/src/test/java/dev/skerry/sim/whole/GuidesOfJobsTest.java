package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// What guides say of jobs: each command that they show is typed, with real processes.
class GuidesOfJobsTest {
    @RegisterExtension static final GuidesFleet FLEET = new GuidesFleet();

    @Test
    void theFirstHourGoesAsItsGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "first-fleet.md");
        assertTrue(said.contains("hello from "), said);
        assertTrue(said.contains("~ groups[web].count: 2 -> 3"), said);
        assertTrue(said.contains("an earlier one that is kept: 1, 2"), said);
        assertTrue(said.contains("reverted to version 1 by person:"), said);
        assertTrue(said.contains("the badge answers with 200"), said);
    }

    @Test
    void jobsThatEndGoAsTheirGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "jobs-that-end.md");
        assertTrue(said.contains("survey version 1: 4 of 4 complete"), said);
        assertTrue(said.contains("report version 1 waits to be launched"), said);
        assertTrue(said.contains("customer 7 of report"), said);
        assertTrue(said.contains("all of November"), said);
        assertTrue(said.contains("meta.customer is \"\""), said);
        assertTrue(said.contains("Europe/Berlin, one at a time."), said);
        assertTrue(said.contains("no month has such a day"), said);
        assertTrue(said.contains("nightly version 1: 4 of 4 running and healthy"), said);
        var calendar = "runs it by `0 2 * * *`, Europe/Berlin, by its own clock.";
        assertTrue(said.contains("Each node that has it " + calendar), said);
        assertTrue(said.contains("\nnext run  20"), said);
        assertTrue(said.contains("Each node that has nightly runs it now"), said);
        assertTrue(said.contains("\nbackup   servers  `30 3 * * mon-fri` and `0 12 "), said);
        assertTrue(said.contains("\nnightly  nodes    `0 2 * * *`, Europe/Berlin"), said);
        assertTrue(said.contains("a node never runs it beside itself"), said);
        assertEquals(List.of(2, 2, 2), Guide.ends(said));
    }

    /// Where confined tasks see it, as they do not in `/tmp`, and may come to it.
    static final class InSight implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
                throws IOException {
            var target = Path.of(System.getProperty("skerry.root"), "sim/target");
            var folder = target.startsWith("/tmp") || !open(target) ? Path.of("/srv") : target;
            return Files.createTempDirectory(folder, "guide");
        }

        private static boolean open(Path folder) throws IOException {
            for (var at = folder.toRealPath(); at != null; at = at.getParent())
                if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE))
                    return false;
            return true;
        }
    }

    @Test
    void programsOfAllDriversGoAsTheirGuidesSay(@TempDir(factory = InSight.class) Path outside)
            throws Exception {
        try (var fleet = DevFleet.start(outside)) {
            java(Guide.in(fleet.checkout(), "java.md"));
            modules(Guide.in(fleet.checkout(), "wasm.md"));
            containers(Guide.in(fleet.checkout(), "containers.md"));
            variants(Guide.in(fleet.checkout(), "variants.md"));
            assertEquals(List.of(), fleet.end());
        }
    }

    private static void java(String said) {
        assertTrue(said.contains(", heap of 6"), said);
        assertTrue(said.contains("\nhello world\n"), said);
        assertTrue(said.contains("runs on Java "), said);
        assertTrue(said.contains("4 refused by Java 99 or a newer one"), said);
        assertTrue(said.contains("Java 99 or a newer one  its newest is Java "), said);
        assertTrue(said.contains("java should be >= and a version, as \">=21\""), said);
        var key = "out of memory, Java heap space; raise resources.memory of the task";
        assertTrue(said.contains("exit code 3: " + key), said);
        assertTrue(said.contains("Greeter.java' is no jar: it is not a zip file"), said);
        assertEquals(List.of(1, 1, 2), Guide.ends(said));
    }

    /// The check of its health asks, too, and is counted.
    private static void modules(String said) {
        assertTrue(said.contains("\ncounter begins at 0 in hall 4\n"), said);
        assertTrue(said.contains("runs on a WASM host, Java "), said);
        assertTrue(Pattern.compile("\nserved \\d+\n").matcher(said).find(), said);
        assertTrue(said.contains("exit code 124: its deadline of 2000 ms has passed"), said);
        assertTrue(said.contains("counter.c' is no WASM module"), said);
        assertTrue(said.contains("memory should be at least 64MiB: no host of a module"), said);
        assertTrue(said.contains("folders[0] should be local, _alloc, or a folder"), said);
        assertEquals(List.of(1, 1, 2, 2), Guide.ends(said));
    }

    private static void containers(String said) {
        assertTrue(Pattern.compile("\nas 33, sees [2-9] processes\n").matcher(said).find(), said);
        assertTrue(said.contains("\nhello from a container\n"), said);
        assertTrue(said.contains("runs on runc, sha256:"), said);
        assertTrue(said.contains("it is for riscv64, and this node is"), said);
        assertTrue(said.contains("/bin/none: no such file or directory"), said);
        assertTrue(said.contains("mounts[0].at should be an absolute path"), said);
        assertEquals(List.of(1, 1, 2), Guide.ends(said));
    }

    private static void variants(String said) {
        assertTrue(said.contains("main[0]              greet as small\n"), said);
        assertTrue(said.contains("welcome version 1: 4 of 4 running and healthy"), said);
        assertTrue(said.contains("\nruns      greet as small\n"), said);
        assertTrue(said.contains("\nsmall on badge-1\n"), said);
        assertTrue(said.contains("should be one of amd64, arm64, arm, riscv64, not"), said);
        assertTrue(said.contains("is named \"usual\", as another variant"), said);
        assertTrue(said.contains("variants[1] is never run: wherever it could be"), said);
        assertTrue(said.contains("badge-1    a variant of greet  arm64 armv8, "), said);
        for (var kind : List.of("native", "an image", "Java", "WASM"))
            assertTrue(said.contains("\nhello from " + kind + "\n"), said);
        assertEquals(List.of(2, 2, 2), Guide.ends(said));
    }

    /// As far as this machine can: as root its nodes have walls, and a user for each allocation.
    @Test
    void whatATaskSeesOfItsNodeIsAsItsGuideSays() throws Exception {
        var said = Guide.in(FLEET.checkout(), "confinement.md");
        assertTrue(said.contains("files, tmp, pids, devices, capabilities, privileges"), said);
        assertTrue(said.contains("\nthe machine cannot be written\n"), said);
        assertTrue(said.contains("\nthe own folders can\n"), said);
        assertTrue(said.contains("\nwho it is can be read\n"), said);
        assertTrue(Pattern.compile("\nprocesses: [2-5]\n").matcher(said).find(), said);
        assertTrue(said.contains("confine[0] should be one of user, files"), said);
        assertEquals(List.of(2), Guide.ends(said));
    }
}
