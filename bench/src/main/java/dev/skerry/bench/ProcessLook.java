package dev.skerry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the kernel says of a process, from `/proc`.
public final class ProcessLook {
    private static final long KIB = 1024;

    /// `utime` and `stime` are counted in these, on every Linux that there is.
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;

    private ProcessLook() {}

    /// @param rssBytes resident
    /// @param pssBytes resident, with its share of what others have resident too
    /// @param privateBytes resident in this process only
    /// @param dirtyBytes of these, what no file holds: the kernel cannot drop it
    public record Memory(long rssBytes, long pssBytes, long privateBytes, long dirtyBytes) {
        public static final Memory NONE = new Memory(0, 0, 0, 0);

        Memory plus(Memory other) {
            return new Memory(
                    rssBytes + other.rssBytes,
                    pssBytes + other.pssBytes,
                    privateBytes + other.privateBytes,
                    dirtyBytes + other.dirtyBytes);
        }
    }

    /// A process that has ended holds nothing.
    public static Memory memory(long pid) throws IOException {
        long rss = 0;
        long pss = 0;
        long clean = 0;
        long dirty = 0;
        try {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                var words = line.split("\\s+", -1);
                switch (words[0]) {
                    case "Rss:" -> rss = bytes(words[1]);
                    case "Pss:" -> pss = bytes(words[1]);
                    case "Private_Clean:" -> clean = bytes(words[1]);
                    case "Private_Dirty:" -> dirty = bytes(words[1]);
                    default -> {}
                }
            }
        } catch (NoSuchFileException e) {
            return Memory.NONE;
        }
        return new Memory(rss, pss, clean + dirty, dirty);
    }

    private static long bytes(String kib) {
        return Long.parseLong(kib) * KIB;
    }

    /// Seconds of a core that the process has used.
    static double cpuSeconds(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(words[UTIME]) + Long.parseLong(words[UTIME + 1]);
        return ticks / TICKS_PER_SECOND;
    }

    /// Processes whose program lies below a folder.
    static List<Long> programsBelow(Path folder) throws IOException {
        var found = new ArrayList<Long>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                try {
                    if (Files.readSymbolicLink(process.resolve("exe")).startsWith(folder))
                        found.add(Long.valueOf(process.getFileName().toString()));
                } catch (IOException e) {
                    // it has ended, or is none of ours
                }
            }
        }
        return found;
    }
}
