package dev.skerry.agent.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a task has put into its folders: only they go, and all of them.
class TrashTest {
    private static final int ROUNDS = 8;
    private static final int FOLDERS = 30;

    @TempDir Path place = Path.of("");
    private Path precious = Path.of("");
    private Path run = Path.of("");

    @BeforeEach
    void fill() throws Exception {
        precious = Files.createDirectories(place.resolve("precious/inner"));
        for (int i = 0; i < 6; i++) Files.writeString(precious.resolve("file" + i), "kept");
        run = Files.createDirectory(place.resolve("run"));
    }

    @Test
    void aTreeGoesWithAllThatIsInIt() throws Exception {
        Files.createDirectories(run.resolve("a/b/c"));
        Files.writeString(run.resolve("a/b/file"), "x");
        Files.createDirectories(run.resolve("a/~1/d"));
        remove();
        assertNothingLeft();
    }

    @Test
    void whatIsNotThereIsAsGoodAsGone() throws Exception {
        Files.delete(run);
        remove();
        assertNothingLeft();
    }

    @Test
    void linksGoAtEveryLevelAndWhatTheyLeadToStays() throws Exception {
        var at = run;
        for (int level = 0; level < 4; level++) {
            Files.createSymbolicLink(at.resolve("folder"), precious);
            Files.createSymbolicLink(at.resolve("file"), precious.resolve("file0"));
            Files.createSymbolicLink(at.resolve("above"), Path.of("../precious"));
            Files.createSymbolicLink(at.resolve("nowhere"), Path.of("/nowhere"));
            at = Files.createDirectory(at.resolve("level" + level));
        }
        remove();
        assertNothingLeft();
        assertPrecious();
    }

    @Test
    void aLinkInPlaceOfTheRunGoesAlone() throws Exception {
        Files.delete(run);
        Files.createSymbolicLink(run, precious);
        remove();
        assertNothingLeft();
        assertPrecious();
    }

    /// A depth that no path can name, and that would not fit into the handles of a process.
    @Test
    void aDeepTreeTakesNoHandles() throws Exception {
        var sh = "for i in $(seq 10); do mkdir -p $1; cd -P $1; done; : > end";
        var made =
                new ProcessBuilder("/bin/sh", "-c", sh, "sh", "deep/".repeat(100))
                        .directory(run.toFile())
                        .start();
        assertTrue(made.waitFor(60, TimeUnit.SECONDS), "made within a minute");
        remove();
        assertNothingLeft();
    }

    @Test
    void foldersWithoutTheRightToWriteGoToo() throws Exception {
        var closed = Files.createDirectories(run.resolve("a/closed"));
        Files.createDirectory(closed.resolve("inner"));
        Files.writeString(closed.resolve("file"), "x");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        remove();
        assertNothingLeft();
    }

    /// Opening one would wait for a writer for ever.
    @Test
    void pipesGoUnopened() throws Exception {
        var pipe = run.resolve("pipe").toString();
        var made = new ProcessBuilder("mkfifo", pipe).inheritIO().start();
        assertEquals(0, made.waitFor());
        remove();
        assertNothingLeft();
    }

    @Test
    void whatAnEarlierLifeHasLeftGoesWithTheNext() throws Exception {
        Trash.open(place.resolve("trash")).take(run);
        Trash.open(place.resolve("trash")).empty();
        assertNothingLeft();
    }

    /// A name may be as long as the file system has it.
    @Test
    void aLongNameGoesToo() throws Exception {
        run = Files.createDirectory(place.resolve("r".repeat(255)));
        remove();
        assertNothingLeft();
    }

    /// None of them finds gone what another has removed.
    @Test
    void whoEmptiesItTogetherIsInNobodysWay() throws Exception {
        var trash = Trash.open(place.resolve("trash"));
        Callable<Void> remove =
                () -> {
                    for (int i = 0; i < FOLDERS; i++) {
                        var own = place.resolve("run-" + Thread.currentThread().threadId());
                        for (int file = 0; file < ROUNDS; file++)
                            Files.createDirectories(own.resolve("a/b" + file));
                        trash.take(own);
                        trash.empty();
                    }
                    return null;
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var each : threads.invokeAll(Collections.nCopies(4, remove))) each.get();
        }
        assertEquals(List.of(), names(place.resolve("trash")));
    }

    /// One who still holds the folder open exchanges folders for links all the while.
    @Test
    void aRaceIsNeverWonByTheLink() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            if (!Files.exists(run)) Files.createDirectory(run);
            for (int i = 0; i < FOLDERS; i++) {
                Files.createDirectory(run.resolve("a" + i));
                Files.createSymbolicLink(run.resolve("b" + i), precious);
            }
            var over = new AtomicBoolean();
            try (var opened = Files.newDirectoryStream(run)) {
                var held = (SecureDirectoryStream<Path>) opened;
                var swapper = Thread.ofPlatform().start(() -> swap(held, over));
                try {
                    remove();
                } catch (IOException e) {
                    // it was in its way: what is left goes in peace, below
                }
                over.set(true);
                swapper.join();
            }
            Trash.open(place.resolve("trash")).empty();
            assertNothingLeft();
            assertPrecious();
        }
    }

    private static void swap(SecureDirectoryStream<Path> held, AtomicBoolean over) {
        for (int i = 0; !over.get(); i = (i + 1) % FOLDERS) {
            move(held, "a" + i, "c");
            move(held, "b" + i, "a" + i);
            move(held, "c", "b" + i);
        }
    }

    private static void move(SecureDirectoryStream<Path> held, String from, String to) {
        try {
            held.move(Path.of(from), held, Path.of(to));
        } catch (IOException e) {
            // it has gone already
        }
    }

    private void remove() throws IOException {
        var trash = Trash.open(place.resolve("trash"));
        trash.take(run);
        trash.empty();
    }

    private void assertNothingLeft() throws IOException {
        assertFalse(Files.exists(run, LinkOption.NOFOLLOW_LINKS), "the run has gone");
        assertEquals(List.of(), names(place.resolve("trash")));
    }

    private void assertPrecious() throws IOException {
        var all = List.of("file0", "file1", "file2", "file3", "file4", "file5");
        assertEquals(all, names(precious));
        for (var name : all) assertEquals("kept", Files.readString(precious.resolve(name)));
    }

    private static List<String> names(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.map(it -> String.valueOf(it.getFileName())).sorted().toList();
        } catch (IOException e) {
            return fail(e);
        }
    }
}
