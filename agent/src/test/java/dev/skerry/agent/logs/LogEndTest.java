package dev.skerry.agent.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEndTest {
    @TempDir Path logs;

    @Test
    void itIsTheLastOfAllFiles() throws Exception {
        assertEquals("", LogEnd.of(logs, "stdout"));
        assertEquals("", LogEnd.of(logs.resolve("none"), "stdout"));
        Files.writeString(logs.resolve("stdout.0"), "first, ");
        Files.writeString(logs.resolve("stdout.7"), "second");
        Files.writeString(logs.resolve("stderr.0"), "other");
        assertEquals("first, second", LogEnd.of(logs, "stdout"));
        assertEquals("other", LogEnd.of(logs, "stderr"));
        Files.writeString(logs.resolve("stdout.7"), "a" + "b".repeat(4_095));
        assertEquals("a" + "b".repeat(4_095), LogEnd.of(logs, "stdout"));
        Files.writeString(logs.resolve("stdout.7"), "a" + "b".repeat(4_096));
        assertEquals("b".repeat(4_096), LogEnd.of(logs, "stdout"));
    }
}
