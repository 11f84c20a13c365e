package dev.skerry.server.raft;

import dev.skerry.server.authority.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// That another server is sending its saved state, in a file beside the log: from then on, until
/// the next entry is there, the log may end before the state that is saved, or be empty. At any
/// other time that is damage.
final class Installing {
    static final String FILE = "installing";

    private final Path file;
    private boolean there;

    Installing(Path folder) {
        file = folder.resolve(FILE);
        there = Files.exists(file);
    }

    boolean there() {
        return Files.exists(file);
    }

    /// It begins.
    void begin() throws IOException {
        if (there) return;
        PrivateFile.write(file, "a saved state is being sent\n");
        there = true;
    }

    /// The log goes on after it.
    void over() throws IOException {
        if (!there) return;
        Files.deleteIfExists(file);
        there = false;
    }
}
