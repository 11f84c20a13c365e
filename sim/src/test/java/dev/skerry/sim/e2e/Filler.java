package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that takes all the room of a disk.
record Filler(Path file) {
    static Filler on(Path folder) throws IOException {
        var file = folder.resolve("filler");
        var block = new byte[4096];
        try (var out = Files.newOutputStream(file)) {
            while (true) out.write(block);
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e + "");
        }
        return new Filler(file);
    }

    /// All but so much of it.
    static Filler on(Path folder, long leavingBytes) throws IOException {
        var file = folder.resolve("filler");
        long bytes = folder.toFile().getUsableSpace() - leavingBytes;
        try (var out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += 4096) out.write(new byte[4096]);
        }
        return new Filler(file);
    }

    void remove() throws IOException {
        Files.delete(file);
    }
}
