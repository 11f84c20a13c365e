package dev.skerry.sim.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Where tasks write that they have started, so that a test sees it without asking anybody.
final class Board {
    private final Path folder;

    Board(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /// A line of shell by which a task signs with its process id.
    String sign(String name) {
        // each run has a user of its own; the agent makes one dollar of two
        return "(umask 0; echo $$$$ >>" + folder.resolve(name) + ")";
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// The processes that have signed under that name, in their order.
    List<Long> signed(String name) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) return List.of();
        var text = Files.readString(file);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.lines().map(line -> Long.valueOf(line.strip())).toList();
    }

    /// Whether just one has signed, and runs.
    boolean once(String name) throws IOException {
        var all = signed(name);
        return all.size() == 1 && alive(all.getFirst());
    }

    /// The words that a process was started with, a zero after each; empty: it is gone.
    static String words(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /// Whether the process is there; one that only waits for its end to be noticed is not.
    static boolean alive(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException e) {
            return false;
        }
    }
}
