package dev.skerry.server.raft;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.SavedHouse;
import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;

/// The saved states: one file for each, named after the entry it is true at. The last two are kept,
/// and the log since the older one, so that a damaged file costs time and nothing else.
final class SnapshotFiles implements StateMachineStorage {
    private static final int KEPT = 2;
    private static final String UNFINISHED = "new-";
    private static final Pattern NAME = Pattern.compile("state\\.([0-9]{1,18})_([0-9]{1,18})");
    private static final Pattern LOG_FROM_THE_BEGINNING =
            Pattern.compile("log_(0-[0-9]+|inprogress_0)");

    private final FactLog.Follower follower;
    private final List<? extends Saved<?>> rooms;
    private Path folder = Path.of("");
    private Path log = Path.of("");
    private File temporary = new File("");
    private volatile @Nullable SingleFileSnapshotInfo latest;

    SnapshotFiles(FactLog.Follower follower, List<? extends Saved<?>> rooms) {
        this.follower = follower;
        this.rooms = rooms;
    }

    /// Hands the newest saved state that is whole to the follower.
    @Override
    public void init(RaftStorage storage) throws IOException {
        folder = storage.getStorageDir().getStateMachineDir().toPath();
        log = storage.getStorageDir().getCurrentDir().toPath();
        temporary = storage.getStorageDir().getTmpDir();
        Files.createDirectories(folder);
        sweep();
        var damaged = new ArrayList<Path>();
        var before = follower.house().emptied();
        for (var file : all()) {
            var at = termIndex(file);
            House saved;
            var sum = MD5FileUtil.newMD5();
            try (var in = new DigestInputStream(Files.newInputStream(file), sum)) {
                saved = SavedHouse.read(before, rooms, new BufferedInputStream(in));
                in.transferTo(OutputStream.nullOutputStream());
            } catch (SavedHouse.UnknownRoom e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            } catch (IOException | RuntimeException e) { // a room may notice it by either
                Events.say("the saved state " + file + " is damaged: " + e.getMessage());
                damaged.add(file);
                continue;
            }
            follower.load(at.getIndex(), saved);
            latest = info(file, sum, at);
            break;
        }
        if (latest == null && !damaged.isEmpty() && !logReachesBack())
            throw new IOException(
                    ("No saved state in %s is whole,"
                                            + " and the log does not reach back to its beginning.")
                                    .formatted(folder)
                            + RaftFiles.BACKUP);
        for (var file : damaged)
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING);
    }

    /// What was being written when the server ended.
    private void sweep() throws IOException {
        try (var files = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (var file : files) Files.deleteIfExists(file);
        }
    }

    private boolean logReachesBack() throws IOException {
        try (var files = Files.list(log)) {
            return files.anyMatch(
                    file -> LOG_FROM_THE_BEGINNING.matcher(file.getFileName() + "").matches());
        }
    }

    /// The newest first.
    private List<Path> all() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(file.getFileName() + "").matches())
                    .sorted(
                            Comparator.comparingLong((Path file) -> termIndex(file).getIndex())
                                    .reversed())
                    .toList();
        }
    }

    private static TermIndex termIndex(Path file) {
        var name = NAME.matcher(file.getFileName() + "");
        if (!name.matches()) throw new IllegalArgumentException("not a saved state: " + file);
        return TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
    }

    /// @param sum of what is in it: whoever is sent it looks whether it has come as it is
    private static SingleFileSnapshotInfo info(Path file, MessageDigest sum, TermIndex at) {
        return new SingleFileSnapshotInfo(
                new FileInfo(file, MD5Hash.newInstance(sum.digest())), at);
    }

    /// The index of the newest file in a folder of saved states, whole or not; -1: there is none.
    static long newestIndex(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return -1;
        try (var files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(file.getFileName() + "").matches())
                    .mapToLong(file -> termIndex(file).getIndex())
                    .max()
                    .orElse(-1);
        }
    }

    /// Saves a state that is true at that entry.
    ///
    /// @return the index from which on the log is still needed; -1: all of it
    long save(House house, TermIndex at) throws IOException {
        var before = latest;
        if (before == null || before.getIndex() != at.getIndex()) {
            var file = folder.resolve("state." + at.getTerm() + "_" + at.getIndex());
            var fresh = folder.resolve(UNFINISHED + at.getTerm() + "_" + at.getIndex());
            Files.deleteIfExists(fresh);
            saving();
            var sum = MD5FileUtil.newMD5();
            try (var channel =
                            FileChannel.open(
                                    fresh,
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE);
                    var out = new DigestOutputStream(new ForcedOutput(channel), sum)) {
                SavedHouse.write(house, rooms, out);
                out.flush();
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(fresh); // half of it would only take room
                Events.say("the state could not be saved: " + FileTrouble.words(e));
                throw e;
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            PrivateFile.syncFolder(folder);
            latest = info(file, sum, at);
        }
        var kept = all();
        return kept.size() < KEPT ? -1 : termIndex(kept.get(KEPT - 1)).getIndex();
    }

    private void saving() throws IOException {
        try {
            follower.saving();
        } catch (IOException e) {
            Events.say("the state is not saved: " + FileTrouble.words(e));
            throw e;
        }
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return latest;
    }

    @Override
    public void format() {}

    @Override
    public void cleanupOldSnapshots(@Nullable SnapshotRetentionPolicy policy) throws IOException {
        var files = all();
        for (var file : files.subList(Math.min(KEPT, files.size()), files.size()))
            Files.deleteIfExists(file);
    }

    @Override
    public File getSnapshotDir() {
        return folder.toFile();
    }

    /// Where a state that another server sends is put together: it takes the place of the folder
    /// once it is whole.
    @Override
    public File getTmpDir() {
        return temporary;
    }
}
