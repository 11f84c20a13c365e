package dev.skerry.server.raft;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.kernel.House;
import dev.skerry.server.Follower;
import dev.skerry.server.Hashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The logs of several servers in one process. The ways between them can be cut, each by itself.
final class SeveralLogs implements AutoCloseable {
    private final Path folder;
    private final long savedEvery;
    private final Map<String, RatisLog> logs = new ConcurrentHashMap<>();
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();

    /// As `s1>s2`.
    private final Set<String> cut = ConcurrentHashMap.newKeySet();

    /// Servers whose disk is full.
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    /// @param savedEvery so many entries the state is saved
    SeveralLogs(Path folder, long savedEvery) {
        this.folder = folder;
        this.savedEvery = savedEvery;
    }

    /// Starts a server, for the first time or again. What it is given comes to its old follower.
    Follower start(String id) throws IOException {
        return start(id, () -> {});
    }

    /// Something that may fail.
    interface Deed {
        void run() throws IOException;
    }

    /// @param loading is run whenever it is about to be given a saved state as a whole
    Follower start(String id, Deed loading) throws IOException {
        var follower =
                new Follower() {
                    @Override
                    public synchronized void load(long index, House saved) {
                        try {
                            loading.run();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        super.load(index, saved);
                    }
                };
        var limits = new FactStateMachine.SavingLimits(savedEvery, RatisLog.SNAPSHOT_BYTES);
        var own = folder.resolve(id);
        followers.put(id, follower);
        logs.put(
                id,
                new RatisLog(
                        own,
                        id,
                        (to, _, what, request) -> ask(id, to, what, request),
                        follower,
                        Hashes.SAVED,
                        fault -> {
                            throw new AssertionError(id, fault);
                        },
                        limits,
                        DiskRoom.of(own, () -> full.contains(id) ? 0 : 1L << 40)));
        return follower;
    }

    /// A folder as it is at this moment, while others write to it.
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    /// In the place of what was there.
    static void move(Path from, Path to) throws IOException {
        Files.move(to, to.resolveSibling(to.getFileName() + "-before"));
        Files.move(from, to);
    }

    private byte[] ask(String from, String to, byte what, byte[] request) throws IOException {
        var log = logs.get(to);
        if (log == null || cut.contains(from + ">" + to)) throw new IOException(to + " is gone");
        var answer = log.answer(what, request);
        if (cut.contains(to + ">" + from)) throw new IOException("the answer was lost");
        return answer;
    }

    /// These are the servers from now on.
    void configure(String leader, String... ids) throws IOException {
        var members = new TreeMap<String, String>();
        for (var id : ids) members.put(id, id + ".test:4647");
        log(leader).configure(members);
    }

    RatisLog log(String id) {
        var log = logs.get(id);
        if (log == null) throw new AssertionError(id + " does not run");
        return log;
    }

    Follower follower(String id) {
        var follower = followers.get(id);
        if (follower == null) throw new AssertionError(id + " never ran");
        return follower;
    }

    /// Its disk has no room any more.
    void fill(String id) {
        full.add(id);
    }

    /// Nothing of what this server says arrives anywhere.
    void mute(String id) {
        for (var other : logs.keySet()) cut.add(id + ">" + other);
    }

    /// Nothing of what is said to this server arrives.
    void deafen(String id) {
        for (var other : logs.keySet()) cut.add(other + ">" + id);
    }

    void heal() {
        cut.clear();
    }

    void stop(String id) throws IOException {
        var log = logs.remove(id);
        if (log != null) log.close();
    }

    @Override
    public void close() throws IOException {
        for (var id : Set.copyOf(logs.keySet())) stop(id);
    }
}
