package dev.skerry.agent.link;

import dev.skerry.agent.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/// How long the servers wait for a node before they give up what runs there, as they said last.
///
/// It outlives the agent: after a power cut that took the servers too, a node that is up before
/// them must not sleep longer than they will wait.
final class Patience {
    private static final int BYTES_MAX = 20;

    private final Path file;
    private long missedAfterMs;

    /// @param directory of the node's identity
    Patience(Path directory) {
        file = directory.resolve("missed-after-ms");
        missedAfterMs = read(file);
    }

    /// Milliseconds; 0: no server has said it yet.
    long missedAfterMs() {
        return missedAfterMs;
    }

    /// A disk without room costs a longer sleep after the next start, and not the link.
    void keep(long saidMs) {
        if (saidMs == missedAfterMs) return;
        missedAfterMs = saidMs;
        try {
            WholeFile.write(file, saidMs + "\n");
        } catch (IOException e) {
            // said again with the next link
            missedAfterMs = 0;
        }
    }

    /// What is damaged is as good as unknown.
    private static long read(Path file) {
        try {
            return Math.max(0, Long.parseLong(WholeFile.read(file, BYTES_MAX).strip()));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
