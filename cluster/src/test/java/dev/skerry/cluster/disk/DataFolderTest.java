package dev.skerry.cluster.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir Path home = Path.of("");

    private static String refused(Path folder, String role) {
        var refused = assertThrows(IOException.class, () -> DataFolder.take(folder, role).close());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void isMadeAndTakenAgain() throws Exception {
        var folder = home.resolve("a/b");
        DataFolder.take(folder, "agent").close();
        assertEquals("skerry agent 3\n", Files.readString(folder.resolve("format")));
        DataFolder.take(folder, "agent").close();
    }

    @Test
    void hasOneOwnerAtATime() throws Exception {
        try (var _ = DataFolder.take(home, "agent")) {
            assertEquals(
                    "another agent uses the folder %s; give this one its own with --data"
                            .formatted(home),
                    refused(home, "agent"));
        }
    }

    @Test
    void isOfOneRole() throws Exception {
        DataFolder.take(home, "server").close();
        assertEquals(
                "the folder %s is the data of a Skerry server; give this agent its own with --data"
                        .formatted(home),
                refused(home, "agent"));
    }

    @Test
    void anotherVersionsIsLeftAlone() throws Exception {
        for (var mark :
                new String[] {"skerry agent 1", "skerry agent 2", "skerry 7", "x".repeat(64)}) {
            Files.writeString(home.resolve("format"), mark);
            assertEquals(
                    ("the folder %s has the format \"%s\", and this version reads \"skerry agent"
                                    + " 3\"; start the version that wrote it, or begin anew with"
                                    + " another --data")
                            .formatted(home, mark),
                    refused(home, "agent"));
            assertEquals(mark, Files.readString(home.resolve("format")));
        }
    }

    /// Its log does not say who has asked, which no server can go on with.
    @Test
    void aServersOfBeforeThereWereCallersIsLeftAlone() throws Exception {
        Files.writeString(home.resolve("format"), "skerry server 3\n");
        assertEquals(
                ("the folder %s has the format \"skerry server 3\", and this version reads \"skerry"
                                + " server 4\"; start the version that wrote it, or begin anew with"
                                + " another --data")
                        .formatted(home),
                refused(home, "server"));
    }

    @Test
    void aMarkThatAPowerCutEmptiedIsMadeAnew() throws Exception {
        Files.createFile(home.resolve("format"));
        DataFolder.take(home, "server").close();
        assertEquals("skerry server 4\n", Files.readString(home.resolve("format")));
    }

    @Test
    void whatIsNoFolderIsRefused() throws Exception {
        var file = Files.createFile(home.resolve("file"));
        assertEquals(
                "the folder %1$s cannot be used (%1$s: it is there already, and no folder); --data"
                                .formatted(file)
                        + " names another",
                refused(file, "agent"));
        assertEquals(
                "the folder /proc/nothing cannot be used (/proc/nothing: there is no such file or"
                        + " folder); --data names another",
                refused(Path.of("/proc/nothing"), "server"));
    }
}
