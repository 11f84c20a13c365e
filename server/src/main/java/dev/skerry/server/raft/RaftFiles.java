package dev.skerry.server.raft;

import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;

/// The files of the log as they lie on the disk: what is wrong with them, in words that name the
/// file. Ratis itself says it in exceptions of many lines, or waits.
final class RaftFiles {
    /// Said after what is wrong.
    static final String BACKUP =
            " Put a backup of the data folder in its place, without the file \"epoch\": nodes have"
                    + " seen what came after it.";

    /// What Ratis writes around an entry of ours.
    private static final long AROUND_BYTES = 64L * 1024;

    static final long ENTRY_MAX = Entry.WRITTEN_MAX + AROUND_BYTES;

    private static final Pattern TERM = Pattern.compile("(?m)^term=[0-9]{1,18}\\s*$");

    private final Path folder;

    /// @param folder of Ratis for this server, in which is `current`
    RaftFiles(Path folder) {
        this.folder = folder;
    }

    private record Segment(Path file, LogSegmentPath path, long from, long to) {
        /// @param path of one that is still written: its name does not say where it ends
        static Segment of(LogSegmentPath path) {
            var words = (path.getPath().getFileName() + "").split("[_-]", -1);
            long from = Long.parseLong(words[words[1].equals("inprogress") ? 2 : 1]);
            long to = words[1].equals("inprogress") ? Long.MAX_VALUE : Long.parseLong(words[2]);
            return new Segment(path.getPath(), path, from, to);
        }

        boolean closed() {
            return to != Long.MAX_VALUE;
        }
    }

    /// Looks whether a file is missing, from the names of those that are there.
    ///
    /// @throws IOException when one is; the message says which
    void checkNames() throws IOException {
        var current = folder.resolve("current");
        if (!Files.isDirectory(folder)) return; // there is no log yet
        checkMeta(current.resolve("raft-meta"));
        long next = SnapshotFiles.newestIndex(folder.resolve("sm")) + 1;
        var all = segments(current);
        if (all.isEmpty() && next > 0) throw missing(current.resolve("log_inprogress_" + next));
        for (var segment : all) {
            if (segment.from > next) throw missing(segment, next);
            if (segment.closed() && Files.size(segment.file) == 0)
                throw new IOException("The log file %s is empty.".formatted(segment.file) + BACKUP);
            if (segment.closed()) next = Math.max(next, segment.to + 1);
        }
    }

    private static IOException missing(Segment before, long from) {
        return new IOException(
                "The log file that came before %s is missing: there is nothing from entry %d on."
                                .formatted(before.file, from)
                        + BACKUP);
    }

    private static void checkMeta(Path file) throws IOException {
        if (!Files.exists(file)) throw missing(file);
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!TERM.matcher(text).find())
            throw new IOException("The file %s is damaged.".formatted(file) + BACKUP);
    }

    private static IOException missing(Path file) {
        return new IOException("The file %s is missing.".formatted(file) + BACKUP);
    }

    /// Why Ratis did not start on these files, for people.
    IOException trouble(Throwable cause) {
        try {
            for (var segment : segments(folder.resolve("current"))) {
                var damage = damage(segment);
                if (!damage.isEmpty()) return new IOException(damage + BACKUP, cause);
            }
        } catch (IOException e) {
            return new IOException(FileTrouble.words(e) + "." + BACKUP, cause);
        }
        var own = FileTrouble.words(FileTrouble.first(cause));
        if (own.contains("backup") || own.contains(folder + "")) return new IOException(own, cause);
        return new IOException("The log in %s cannot be used: %s.".formatted(folder, own), cause);
    }

    private static String damage(Segment segment) {
        var last = new AtomicLong(segment.from - 1);
        try {
            LogSegment.readSegmentFile(
                    segment.file.toFile(),
                    segment.path.getStartEnd(),
                    SizeInBytes.valueOf(ENTRY_MAX),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    entry -> last.set(entry.getIndex()));
            return "";
        } catch (IOException | RuntimeException e) {
            return last.get() < segment.from
                    ? "The log file %s is damaged at its beginning, before entry %d is whole."
                            .formatted(segment.file, segment.from)
                    : "The log file %s is damaged after entry %d."
                            .formatted(segment.file, last.get());
        }
    }

    /// In their order.
    private static List<Segment> segments(Path current) throws IOException {
        var all = new ArrayList<Segment>();
        try (var files = Files.list(current)) {
            for (var file : files.toList()) {
                var path = LogSegmentPath.matchLogSegment(file);
                if (path != null) all.add(Segment.of(path));
            }
        }
        all.sort(Comparator.comparingLong(Segment::from));
        return all;
    }
}
