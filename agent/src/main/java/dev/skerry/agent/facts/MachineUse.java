package dev.skerry.agent.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What of the machine is in use at this moment; 0 where nobody can tell.
///
/// @param memoryBytes of the machine
/// @param diskBytes of the file system of the data directory
/// @param residentBytes of the agent's own process
public record MachineUse(
        long memoryBytes,
        long memoryUsedBytes,
        long diskBytes,
        long diskUsedBytes,
        long residentBytes) {

    public static MachineUse now(Path data) {
        var memory = SmallFiles.text(Path.of("/proc/meminfo"));
        long total = kibibytes(memory, "MemTotal");
        long disk = 0;
        long free = 0;
        try {
            var store = Files.getFileStore(data);
            disk = store.getTotalSpace();
            free = store.getUnallocatedSpace();
        } catch (IOException e) {
            disk = 0;
        }
        return new MachineUse(
                total,
                total - kibibytes(memory, "MemAvailable"),
                disk,
                disk - free,
                kibibytes(SmallFiles.text(Path.of("/proc/self/status")), "VmRSS"));
    }

    /// A line such as `MemTotal: 425916 kB`, in bytes.
    static long kibibytes(String text, String key) {
        var said = SmallFiles.field(text, key, ':');
        int space = said.indexOf(' ');
        long kib = SmallFiles.number(space < 0 ? said : said.substring(0, space), 0);
        return kib < 0 || kib > 1L << 40 ? 0 : kib * 1024;
    }
}
