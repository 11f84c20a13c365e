package dev.skerry.agent.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.driver.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of how a host ended, by what it wrote last.
class HostEndTest {
    private static final String MEMORY =
            "Terminating due to java.lang.OutOfMemoryError: Java heap space\n";

    @TempDir Path logs;

    private String words(Exit exit, String stream, String text) throws Exception {
        Files.writeString(logs.resolve(stream + ".0"), text);
        var words = HostEnd.inWords(exit, logs);
        Files.delete(logs.resolve(stream + ".0"));
        return words;
    }

    private String words(int code, String stream, String text) throws Exception {
        return words(new Exit(code, 0, Exit.Starved.NONE, Instant.EPOCH), stream, text);
    }

    @Test
    void theLastLineOfAHostIsSaid() throws Exception {
        for (int code : new int[] {124, 125, 126})
            assertEquals(
                    "exit code " + code + ": why",
                    words(code, "stderr", "x".repeat(9_000) + "skerry-wasm: why\n"));
        assertEquals(
                "exit code 126: /größe is no module",
                words(126, "stderr", "skerry-wasm: /größe is no module\n"));
        assertEquals(
                "exit code 126: " + "y".repeat(300),
                words(126, "stderr", "skerry-wasm: " + "y".repeat(400)));
    }

    @Test
    void whatIsOfTheModuleIsNotTakenForIt() throws Exception {
        assertEquals("exit code 1", words(1, "stderr", "skerry-wasm: why\n"));
        assertEquals("exit code 125", words(125, "stdout", "skerry-wasm: why\n"));
        assertEquals("exit code 125", words(125, "stderr", "skerry-wasm: why\nmore\n"));
        assertEquals("exit code 125", words(125, "stderr", "skerry-wasm: \u001b[2J\n"));
        assertEquals("exit code 125", HostEnd.inWords(exited(125), logs.resolve("none")));
    }

    private static Exit exited(int code) {
        return new Exit(code, 0, Exit.Starved.NONE, Instant.EPOCH);
    }

    @Test
    void wantOfMemoryIsSaid() throws Exception {
        assertEquals(
                "exit code 3: out of memory; raise resources.memory of the task",
                words(3, "stdout", MEMORY));
        assertEquals("exit code 3", words(3, "stdout", MEMORY + "more\n"));
        assertEquals("exit code 3", words(3, "stderr", MEMORY));
    }

    @Test
    void whatTheKernelHasEndedSaysNothing() throws Exception {
        var killed = new Exit(0, 9, Exit.Starved.NONE, Instant.EPOCH);
        assertEquals(killed.inWords(), words(killed, "stderr", "skerry-wasm: why\n"));
        var starved = new Exit(125, 0, Exit.Starved.FIRST, Instant.EPOCH);
        assertEquals(starved.inWords(), words(starved, "stderr", "skerry-wasm: why\n"));
    }
}
