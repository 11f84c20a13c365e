package dev.skerry.server.raft;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;
import dev.skerry.server.trust.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// The log on Apache Ratis, one server for now. What it has acknowledged is on the disk: Ratis
/// forces every entry there before it counts as committed.
///
/// The transport for other servers listens on a free port of the loopback interface only.
public final class RatisLog implements FactLog<ClusterFact> {
    static final long SNAPSHOT_ENTRIES = 100_000;
    static final long SNAPSHOT_BYTES = 64L * 1024 * 1024;

    private static final RaftPeerId PEER = RaftPeerId.valueOf("s1");
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("5e4431c0-0000-4000-8000-000000000001"));

    private static final Duration SNAPSHOT_WAIT_MAX = Duration.ofMinutes(5);

    private final RaftServer server;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /// Opens the log in its folder, or begins one; the follower is given everything in it.
    ///
    /// @param broken told when the log can take nothing more: the server should end
    /// @throws IOException when what is in the folder cannot be used; the message says why
    public RatisLog(Path folder, Follower<ClusterFact> follower, Consumer<Throwable> broken)
            throws IOException {
        this(
                folder,
                follower,
                broken,
                new FactStateMachine.Limits(SNAPSHOT_ENTRIES, SNAPSHOT_BYTES));
    }

    RatisLog(
            Path folder,
            Follower<ClusterFact> follower,
            Consumer<Throwable> broken,
            FactStateMachine.Limits limits)
            throws IOException {
        PrivateFile.folder(folder);
        var machine = new FactStateMachine(follower, limits, broken);
        machine.onSnapshotWanted(this::wantSnapshot);
        boolean known = Files.isDirectory(folder.resolve(GROUP.getUuid().toString()));
        var peer = RaftPeer.newBuilder().setId(PEER).setAddress("127.0.0.1:0").build();
        server =
                RaftServer.newBuilder()
                        .setServerId(PEER)
                        .setGroup(RaftGroup.valueOf(GROUP, peer))
                        .setStateMachine(machine)
                        .setProperties(properties(folder))
                        .setOption(known ? StartupOption.RECOVER : StartupOption.FORMAT)
                        .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e instanceof IOException own ? own : new IOException(e.getMessage(), e);
        }
    }

    private static RaftProperties properties(Path folder) {
        var all = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(all, List.of(folder.toFile()));
        GrpcConfigKeys.Server.setHost(all, "127.0.0.1");
        GrpcConfigKeys.Server.setPort(all, 0);

        // There is nobody to wait for at the start. Later a pause of the JVM must not end a term.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(all, milliseconds(10));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(all, milliseconds(30));
        RaftServerConfigKeys.Rpc.setTimeoutMin(all, milliseconds(2_000));
        RaftServerConfigKeys.Rpc.setTimeoutMax(all, milliseconds(4_000));
        RaftServerConfigKeys.setCloseThreshold(all, milliseconds(Duration.ofDays(365).toMillis()));

        // An entry is acknowledged when it is forced to the disk.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(all, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(all, false);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
                all, SizeInBytes.valueOf(Entry.BYTES_MAX + 64 * 1024));
        RaftServerConfigKeys.Log.setWriteBufferSize(
                all, SizeInBytes.valueOf(Entry.BYTES_MAX + 128 * 1024));
        RaftServerConfigKeys.Log.setSegmentSizeMax(all, SizeInBytes.valueOf("32MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(all, 2);
        RaftServerConfigKeys.Log.setPurgeGap(all, 1);
        RaftServerConfigKeys.Write.setByteLimit(all, SizeInBytes.valueOf("256MB"));
        RaftServerConfigKeys.RetryCache.setExpiryTime(all, milliseconds(1_000));

        // Requests keep their order: one thread takes them.
        RaftServerConfigKeys.ThreadPool.setClientCached(all, false);
        RaftServerConfigKeys.ThreadPool.setClientSize(all, 1);

        // States are saved when the state machine wants it, and at the end.
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(all, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(all, Long.MAX_VALUE);
        return all;
    }

    private static TimeDuration milliseconds(long count) {
        return TimeDuration.valueOf(count, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Long> append(long term, List<ClusterFact> facts) {
        var request =
                RaftClientRequest.newBuilder()
                        .setClientId(client)
                        .setServerId(PEER)
                        .setGroupId(GROUP)
                        .setCallId(calls.incrementAndGet())
                        .setMessage(FactStateMachine.Proposal.of(term, facts))
                        .setType(RaftClientRequest.writeRequestType())
                        .build();
        try {
            return server.submitClientRequestAsync(request).thenApply(RatisLog::index);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static long index(RaftClientReply reply) {
        if (!reply.isSuccess()) throw new CompletionException(reply.getException());
        if (reply.getMessage().getContent().equals(FactStateMachine.DROPPED.getContent()))
            throw new IllegalStateException("it was appended in another term than decided in");
        return reply.getLogIndex();
    }

    private void wantSnapshot() {
        var request =
                SnapshotManagementRequest.newCreate(
                        client,
                        PEER,
                        GROUP,
                        calls.incrementAndGet(),
                        SNAPSHOT_WAIT_MAX.toMillis(),
                        1);
        var _ = server.snapshotManagementAsync(request);
    }

    /// Saves the state and stops. What was acknowledged is safe without it too.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
