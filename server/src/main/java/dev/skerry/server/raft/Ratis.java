package dev.skerry.server.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
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

/// Ratis on one folder, from its start to its end.
///
/// There is no transport to other servers: see [Alone].
final class Ratis implements AutoCloseable {
    /// A segment of the log takes its place on the disk in pieces of this size.
    static final long PIECE_BYTES = 4L * 1024 * 1024;

    private static final RaftPeerId PEER = RaftPeerId.valueOf("s1");
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("5e4431c0-0000-4000-8000-000000000001"));

    private static final Duration SNAPSHOT_WAIT_MAX = Duration.ofMinutes(5);

    private final RaftServer server;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /// Reads what is in the folder, or begins there; the machine is given all of it.
    ///
    /// @param acknowledged how far what is there has to reach
    /// @throws IOException when what is there cannot be used
    Ratis(Path folder, FactStateMachine machine, LogReach acknowledged) throws IOException {
        machine.onSnapshotWanted(() -> wantSnapshot(machine));
        var own = folder.resolve(GROUP.getUuid().toString());
        var files = new RaftFiles(own);
        files.check(acknowledged);
        boolean known = Files.isDirectory(own);
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
            throw files.trouble(e);
        }
    }

    private static RaftProperties properties(Path folder) {
        var all = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(all, List.of(folder.toFile()));
        RaftConfigKeys.Rpc.setType(all, new Alone());

        // There is nobody to wait for at the start. Later a pause of the JVM must not end a term.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(all, milliseconds(10));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(all, milliseconds(30));
        RaftServerConfigKeys.Rpc.setTimeoutMin(all, milliseconds(2_000));
        RaftServerConfigKeys.Rpc.setTimeoutMax(all, milliseconds(4_000));
        RaftServerConfigKeys.setCloseThreshold(all, milliseconds(Duration.ofDays(365).toMillis()));

        // An entry is acknowledged when it is forced to the disk.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(all, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(all, false);

        // How far the log is committed is not written into it, with a force of its own after each
        // entry, for which the next one waits: a server that leads alone knows it when it starts.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(all, false);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
                all, SizeInBytes.valueOf(RaftFiles.ENTRY_MAX));
        RaftServerConfigKeys.Log.setWriteBufferSize(
                all, SizeInBytes.valueOf(RaftFiles.ENTRY_MAX + 64 * 1024));
        RaftServerConfigKeys.Log.setPreallocatedSize(all, SizeInBytes.valueOf(PIECE_BYTES));
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

    CompletableFuture<RaftClientReply> append(FactStateMachine.Proposal proposal)
            throws IOException {
        var request =
                RaftClientRequest.newBuilder()
                        .setClientId(client)
                        .setServerId(PEER)
                        .setGroupId(GROUP)
                        .setCallId(calls.incrementAndGet())
                        .setMessage(proposal)
                        .setType(RaftClientRequest.writeRequestType())
                        .build();
        return server.submitClientRequestAsync(request);
    }

    private void wantSnapshot(FactStateMachine machine) {
        var request =
                SnapshotManagementRequest.newCreate(
                        client,
                        PEER,
                        GROUP,
                        calls.incrementAndGet(),
                        SNAPSHOT_WAIT_MAX.toMillis(),
                        1);
        var _ =
                server.snapshotManagementAsync(request)
                        .whenComplete((reply, lost) -> {
                            if (lost != null || !reply.isSuccess()) machine.unsaved();
                        });
    }

    /// Saves the state and stops. What was acknowledged is safe without it too.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
