package dev.skerry.server.raft;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.SavedHouse;
import dev.skerry.server.authority.PrivateFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A log that begins with a state, in a folder where there was none: as that of a server that was
/// sent the state by another one, and was ended before the next entry, see [Installing].
public final class FoundedLog {
    private static final long TERM = 1;
    private static final long MADE_MAX_S = 30;

    private FoundedLog() {}

    /// @param id of the one server that makes up the cell
    /// @param index that the state is true at
    public static void found(
            Path folder, String id, House house, List<? extends Saved<?>> rooms, long index)
            throws IOException {
        PrivateFile.folder(folder);
        var installing = new Installing(folder);
        installing.begin();
        form(folder, id, house.emptied(), rooms);
        var own = Ratis.ownIn(folder);
        if (!new RaftFiles(own).members().equals(Set.of(id)))
            throw new IOException("the log in %s was not begun as it should".formatted(folder));
        Files.deleteIfExists(folder.resolve(KeptNumber.ACKNOWLEDGED));
        try (var files = Files.newDirectoryStream(own.resolve("current"), "log_*")) {
            for (var file : files) Files.delete(file);
        }
        installing.begin();
        save(own.resolve("sm"), house, rooms, index);
    }

    /// Lets Ratis make its own files, with that server as the only one.
    private static void form(Path folder, String id, House empty, List<? extends Saved<?>> rooms)
            throws IOException {
        var follower = new Beginning(empty);
        var acknowledged = new KeptNumber(folder.resolve(KeptNumber.ACKNOWLEDGED), "entry");
        var machine =
                new FactStateMachine(
                        new GivenOnce(follower),
                        rooms,
                        new FactStateMachine.SavingLimits(Long.MAX_VALUE, Long.MAX_VALUE),
                        acknowledged::upTo,
                        new Installing(folder),
                        follower.leads::completeExceptionally,
                        follower.leads::completeExceptionally);
        try (acknowledged;
                var _ =
                        new Ratis(
                                folder,
                                id,
                                PeerWay.NONE,
                                machine,
                                new RaftFiles.LogExtent(acknowledged, false),
                                true)) {
            var _ = follower.leads.get(MADE_MAX_S, TimeUnit.SECONDS);
            machine.end(); // what it saves is there when this is over
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the log in %s cannot be begun".formatted(folder), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void save(Path folder, House house, List<? extends Saved<?>> rooms, long index)
            throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) Files.delete(file);
        }
        var file = folder.resolve("state." + TERM + "_" + index);
        try (var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var out = new BufferedOutputStream(new ForcedOutput(channel))) {
            SavedHouse.write(house, rooms, out);
            out.flush();
            channel.force(true);
        }
        PrivateFile.syncFolder(folder);
    }

    /// Waits until this server leads.
    private record Beginning(House house, CompletableFuture<Long> leads)
            implements FactLog.Follower {
        Beginning(House house) {
            this(house, new CompletableFuture<>());
        }

        @Override
        public void committed(long index, Batch batch) {}

        @Override
        public void leads(long term) {
            leads.complete(term);
        }

        @Override
        public void deposed() {}

        @Override
        public void load(long index, House saved) {}
    }
}
