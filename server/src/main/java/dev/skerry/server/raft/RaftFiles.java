package dev.skerry.server.raft;

import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.ratis.util.SizeInBytes;

/// The files of the log as they lie on the disk: what is wrong with them, in words that name the
/// file. Ratis itself says it in exceptions of many lines, or waits.
final class RaftFiles {
    /// Said after what is wrong.
    static final String BACKUP =
            " Put a backup of the data folder in its place, without the file \"epoch\": nodes have"
                    + " seen what came after it. One of several servers is removed instead (`skerry"
                    + " server remove`), and joins anew with an empty --data.";

    /// What Ratis writes around an entry of ours.
    private static final long AROUND_BYTES = 64L * 1024;

    static final long ENTRY_MAX = Entry.WRITTEN_MAX + AROUND_BYTES;

    /// Of the term and the vote in it.
    static final String VOTE = "raft-meta";

    /// Of the members.
    static final String CONFIGURATION = "raft-meta.conf";

    private static final Pattern TERM = Pattern.compile("(?m)^term=([0-9]{1,18})\\s*$");

    private static final Pattern SEGMENT =
            Pattern.compile("log_(?:([0-9]{1,18})-([0-9]{1,18})|inprogress_([0-9]{1,18}))");

    private final Path folder;

    /// @param folder of Ratis for this server, in which is `current`
    RaftFiles(Path folder) {
        this.folder = folder;
    }

    /// How far the log has to reach.
    ///
    /// @param sent whether another server has sent its state, and no entry was there after it: the
    ///   log may end before that state then
    record LogExtent(KeptNumber acknowledged, boolean sent) {}

    /// @param to the last entry, or the largest number while it is still written
    private record Segment(Path file, long from, long to) {
        static Segment of(Path file, Matcher name) {
            if (name.group(3) != null)
                return new Segment(file, Long.parseLong(name.group(3)), Long.MAX_VALUE);
            return new Segment(file, Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
        }

        boolean closed() {
            return to != Long.MAX_VALUE;
        }
    }

    /// Looks whether a file is missing or damaged, or ends too early: before Ratis cuts off what it
    /// takes for torn, or waits in vain for a leader.
    ///
    /// @throws IOException when it is so; the message says which file, and what to do
    void check(LogExtent reach) throws IOException {
        try {
            look(reach);
        } catch (FileSystemException e) {
            throw new IOException(FileTrouble.words(e) + "." + BACKUP, e);
        }
        tryLock();
    }

    /// Ratis tries for five seconds to make the file, and tells of each of them.
    private void tryLock() throws IOException {
        if (!Files.isDirectory(folder)) return;
        var file = folder.resolve("in_use.lock");
        try (var _ = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // it can be written
        } catch (FileSystemException e) {
            throw FileTrouble.inTheWay(e);
        }
    }

    private void look(LogExtent reach) throws IOException {
        var acknowledged = reach.acknowledged;
        var current = folder.resolve("current");
        if (!Files.isDirectory(folder)) {
            if (acknowledged.last() >= 0) throw missing(folder);
            return; // there is no log yet
        }
        checkVote(current.resolve(VOTE));
        long saved = SnapshotFiles.newestIndex(folder.resolve("sm"));
        var all = segments(current);
        checkNames(all, saved + 1);
        long end = -1;
        for (var segment : all) end = end(segment);
        if (reach.sent && saved > Math.max(end, acknowledged.last())) return;
        if (!all.isEmpty()) checkEnd(all.getLast(), end, saved, acknowledged);
        else if (Math.max(saved, acknowledged.last()) >= 0)
            throw missing(current.resolve("log_inprogress_" + (saved + 1)));
    }

    /// @param next the first entry that no saved state has
    private static void checkNames(List<Segment> all, long next) throws IOException {
        for (var segment : all) {
            if (segment.from > next) throw missing(segment, next);
            if (segment.closed() && Files.size(segment.file) == 0)
                throw new IOException("The log file %s is empty.".formatted(segment.file) + BACKUP);
            if (segment.closed()) next = Math.max(next, segment.to + 1);
        }
    }

    /// The last entry of a file that is whole.
    private static long end(Segment segment) throws IOException {
        var last = new AtomicLong(segment.from - 1);
        var damage = damage(segment, last);
        if (damage.isEmpty() && segment.closed() && last.get() < segment.to)
            damage = damagedAfter(segment, last.get());
        if (!damage.isEmpty()) throw new IOException(damage + BACKUP);
        return last.get();
    }

    private static void checkEnd(Segment segment, long end, long saved, KeptNumber acknowledged)
            throws IOException {
        long known = Math.max(saved, acknowledged.last());
        if (end >= known) return;
        var why = " It ends there, but there was an entry %d.".formatted(known);
        var other =
                end < saved
                        ? ""
                        : " Or go on with what there is: delete %s and \"epoch\"."
                                .formatted(acknowledged.file());
        throw new IOException(damagedAfter(segment, end) + why + BACKUP + other);
    }

    private static IOException missing(Segment before, long from) {
        return new IOException(
                "The log file that came before %s is missing: there is nothing from entry %d on."
                                .formatted(before.file, from)
                        + BACKUP);
    }

    private static void checkVote(Path file) throws IOException {
        if (!Files.exists(file)) throw missing(file);
        if (term(FileTrouble.text(file)) < 0)
            throw new IOException("The file %s is damaged.".formatted(file) + BACKUP);
    }

    /// The term that stands in a file [#VOTE]; -1: none does.
    static long term(String text) {
        var found = TERM.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    private static IOException missing(Path file) {
        return new IOException("The file %s is missing.".formatted(file) + BACKUP);
    }

    /// Why Ratis did not start on these files, for people.
    IOException trouble(Throwable cause) {
        try {
            for (var segment : segments(folder.resolve("current"))) {
                var damage = damage(segment, new AtomicLong(segment.from - 1));
                if (!damage.isEmpty()) return new IOException(damage + BACKUP, cause);
            }
        } catch (IOException e) {
            return new IOException(FileTrouble.words(e) + "." + BACKUP, cause);
        }
        var own = FileTrouble.words(FileTrouble.first(cause));
        if (own.contains("backup") || own.contains("; ")) return new IOException(own, cause);
        if (own.contains(folder + "")) return new IOException(own + "." + BACKUP, cause);
        return new IOException("The log in %s cannot be used: %s.".formatted(folder, own), cause);
    }

    /// @param last is set to the last entry that is whole
    private static String damage(Segment segment, AtomicLong last) {
        try {
            if (Files.size(segment.file) == 0) return ""; // Ratis deletes it when it looks at it
            var path = LogSegmentPath.matchLogSegment(segment.file);
            if (path == null) return "";
            LogSegment.readSegmentFile(
                    segment.file.toFile(),
                    path.getStartEnd(),
                    SizeInBytes.valueOf(ENTRY_MAX),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    entry -> last.set(entry.getIndex()));
            return "";
        } catch (IOException | RuntimeException e) {
            return damagedAfter(segment, last.get());
        }
    }

    private static String damagedAfter(Segment segment, long last) {
        return last < segment.from
                ? "The log file %s is damaged at its beginning, before entry %d is whole."
                        .formatted(segment.file, segment.from)
                : "The log file %s is damaged after entry %d.".formatted(segment.file, last);
    }

    /// The servers that make up the cell, as Ratis has noted it; none: it has not.
    Set<String> members() throws IOException {
        var file = folder.resolve("current").resolve(CONFIGURATION);
        if (!Files.exists(file)) return Set.of();
        var bytes = Files.readAllBytes(file);
        try {
            return ids(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("The file %s is damaged.".formatted(file) + BACKUP, e);
        }
    }

    /// The same of a file [#CONFIGURATION]; none: it is not whole.
    static Set<String> members(byte[] configuration) {
        try {
            return ids(configuration);
        } catch (InvalidProtocolBufferException _) {
            return Set.of();
        }
    }

    private static Set<String> ids(byte[] configuration) throws InvalidProtocolBufferException {
        var ids = new TreeSet<String>();
        var entry = LogEntryProto.parseFrom(configuration).getConfigurationEntry();
        for (var peer : entry.getPeersList()) ids.add(peer.getId().toStringUtf8());
        return ids;
    }

    /// In their order.
    private static List<Segment> segments(Path current) throws IOException {
        var all = new ArrayList<Segment>();
        try (var files = Files.list(current)) {
            for (var file : files.toList()) {
                var name = SEGMENT.matcher(file.getFileName() + "");
                if (name.matches()) all.add(Segment.of(file, name));
            }
        }
        all.sort(Comparator.comparingLong(Segment::from));
        return all;
    }
}
