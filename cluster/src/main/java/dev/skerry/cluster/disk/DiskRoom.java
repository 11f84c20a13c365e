package dev.skerry.cluster.disk;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How much a folder's disk still takes, asked before something is written: what begins to be
/// written on a full disk is half there afterwards.
public final class DiskRoom {
    private static final long KIBIBYTE = 1024;
    private static final long MEBIBYTE = 1024 * KIBIBYTE;
    private static final long GIBIBYTE = 1024 * MEBIBYTE;

    private final Path folder;
    private final LongSupplier freeBytes;

    private DiskRoom(Path folder, LongSupplier freeBytes) {
        this.folder = folder;
        this.freeBytes = freeBytes;
    }

    /// @param folder that is there, or will be: then its nearest parent's disk counts
    public static DiskRoom of(Path folder) {
        return new DiskRoom(folder, () -> nearest(folder).toFile().getUsableSpace());
    }

    /// A disk of one's own making.
    ///
    /// @param freeBytes what it takes now
    public static DiskRoom of(Path folder, LongSupplier freeBytes) {
        return new DiskRoom(folder, freeBytes);
    }

    private static Path nearest(Path folder) {
        var at = folder.toAbsolutePath();
        while (!at.toFile().exists() && at.getParent() != null) at = at.getParent();
        return at;
    }

    public long freeBytes() {
        return freeBytes.getAsLong();
    }

    /// Why that cannot be done now, as a sentence; empty: there is room.
    ///
    /// @param what needs room: `a change`
    /// @param neededBytes that must be free for it
    public String lacking(String what, long neededBytes) {
        long free = freeBytes();
        if (free >= neededBytes) return "";
        return "The disk is full: %s has %s free, and %s needs %s; make room there."
                .formatted(folder, size(free), what, size(neededBytes));
    }

    private static String size(long bytes) {
        if (bytes >= GIBIBYTE)
            return String.format(Locale.ROOT, "%.1f GiB", 1.0 * bytes / GIBIBYTE);
        if (bytes >= MEBIBYTE)
            return String.format(Locale.ROOT, "%.1f MiB", 1.0 * bytes / MEBIBYTE);
        return bytes / KIBIBYTE + " KiB";
    }
}
