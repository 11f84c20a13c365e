package dev.skerry.server.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.proto.RaftProtos.FollowerInfoProto;
import org.apache.ratis.proto.RaftProtos.LeaderInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// Ratis on one folder, from its start to its end.
///
/// The first server of a cell founds it. Every other one begins with an empty log and waits: the
/// leader counts it in once it has been let in, and from then on it is known from the log.
final class Ratis implements AutoCloseable {
    /// A segment of the log takes its place on the disk in pieces of this size.
    static final long PIECE_BYTES = 4L * 1024 * 1024;

    /// The server that founds the cell.
    static final String FOUNDER = "s1";

    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("5e4431c0-0000-4000-8000-000000000001"));

    /// A leader that is not heard for so long, or somewhat longer, is lost.
    private static final int TIMEOUT_MIN_MS = 1_000;

    private static final int TIMEOUT_MAX_MS = 1_600;

    /// One that joins may just have begun, on a small machine: it is given so long to take the
    /// first entries.
    private static final int JOINING_MS = 15_000;

    /// For another server to take over.
    private static final long HAND_ON_MAX_MS = 3_000;

    private static final Duration SNAPSHOT_WAIT_MAX = Duration.ofMinutes(5);

    /// Of a saved state, in each question.
    private static final String SNAPSHOT_PIECE = "1MB";

    private final RaftPeerId self;
    private final RaftServer server;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /// As the other, where the first server of all founds the cell, and no other.
    Ratis(Path folder, String id, PeerWay way, FactStateMachine machine, RaftFiles.LogExtent reach)
            throws IOException {
        this(folder, id, way, machine, reach, id.equals(FOUNDER));
    }

    /// Reads what is in the folder, or begins there; the machine is given all of it.
    ///
    /// @param id of this server
    /// @param way to the others
    /// @param reach how far what is there has to reach
    /// @param founds where nothing is there, this server makes up a cell by itself
    /// @throws IOException when what is there cannot be used
    Ratis(
            Path folder,
            String id,
            PeerWay way,
            FactStateMachine machine,
            RaftFiles.LogExtent reach,
            boolean founds)
            throws IOException {
        self = RaftPeerId.valueOf(id);
        machine.onSnapshotWanted(() -> wantSnapshot(machine));
        var own = ownIn(folder);
        var files = new RaftFiles(own);
        files.check(reach);
        boolean known = Files.isDirectory(own);
        var founded = founds ? List.of(peer(id, "127.0.0.1:0")) : List.<RaftPeer>of();
        server =
                RaftServer.newBuilder()
                        .setServerId(self)
                        .setGroup(RaftGroup.valueOf(GROUP, founded))
                        .setStateMachine(machine)
                        .setProperties(properties(folder))
                        .setParameters(RaftCalls.over(way))
                        .setOption(known ? StartupOption.RECOVER : StartupOption.FORMAT)
                        .build();
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw files.trouble(e);
        }
    }

    static Set<String> membersIn(Path folder) throws IOException {
        return new RaftFiles(ownIn(folder)).members();
    }

    /// The folder that Ratis makes for the cell.
    static Path ownIn(Path folder) {
        return folder.resolve(GROUP.getUuid().toString());
    }

    private static RaftPeer peer(String id, String address) {
        return RaftPeer.newBuilder().setId(id).setAddress(address).build();
    }

    private static RaftProperties properties(Path folder) {
        var all = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(all, List.of(folder.toFile()));
        RaftConfigKeys.Rpc.setType(all, new RaftCalls());

        // One alone has nobody to wait for. One of several asks, before it ends a term, whether
        // the others have lost their leader too: a pause of its own ends nothing.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(all, milliseconds(10));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(all, milliseconds(30));
        RaftServerConfigKeys.Rpc.setTimeoutMin(all, milliseconds(TIMEOUT_MIN_MS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(all, milliseconds(TIMEOUT_MAX_MS));
        RaftServerConfigKeys.setStagingTimeout(all, milliseconds(JOINING_MS));
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
        // Who is behind the log is given the saved state: one that is gone holds nothing up.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(all, true);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
                all, SizeInBytes.valueOf(SNAPSHOT_PIECE));
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
                        .setServerId(self)
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
                        self,
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

    /// What another server has asked.
    byte[] answer(byte what, byte[] request) throws IOException {
        if (what != PeerWay.TERM) return RaftCalls.answer(server, what, request);
        long term = server.getDivision(GROUP).getInfo().getCurrentTerm();
        return ByteBuffer.allocate(Long.BYTES).putLong(term).array();
    }

    /// Whether this server leads in that term, as far as it knows.
    boolean leads(long term) throws IOException {
        var info = server.getDivision(GROUP).getInfo();
        return info.isLeader() && info.getCurrentTerm() == term;
    }

    /// The servers, with their addresses, of which most have to agree: those of now and, while they
    /// change, those of before.
    List<Map<String, String>> voters() throws IOException {
        var conf = server.getDivision(GROUP).getRaftConf();
        return List.of(members(conf.getCurrentPeers()), members(conf.getPreviousPeers()));
    }

    /// These servers make up the cell from now on. It fails while another change is under way, and
    /// when a new one cannot be reached.
    ///
    /// @param members ids and addresses
    CompletableFuture<RaftClientReply> configure(Map<String, String> members) throws IOException {
        var peers = new ArrayList<RaftPeer>();
        members.forEach((id, address) -> peers.add(peer(id, address)));
        var request =
                new SetConfigurationRequest(
                        client,
                        self,
                        GROUP,
                        calls.incrementAndGet(),
                        SetConfigurationRequest.Arguments.newBuilder()
                                .setServersInNewConf(peers)
                                .build());
        return server.setConfigurationAsync(request);
    }

    /// Asks another server to lead in the place of this one. Whether it does is seen by who leads.
    void handOn(String to) throws IOException {
        var request =
                new TransferLeadershipRequest(
                        client,
                        self,
                        GROUP,
                        calls.incrementAndGet(),
                        RaftPeerId.valueOf(to),
                        HAND_ON_MAX_MS);
        var _ = server.transferLeadershipAsync(request);
    }

    /// The servers whose votes count, with the addresses that the log has.
    Map<String, String> members() throws IOException {
        return members(server.getDivision(GROUP).getRaftConf().getCurrentPeers());
    }

    private static Map<String, String> members(Collection<RaftPeer> peers) {
        var members = new TreeMap<String, String>();
        for (var peer : peers) members.put(peer.getId().toString(), peer.getAddress());
        return members;
    }

    LogStanding look() throws IOException {
        var division = server.getDivision(GROUP);
        var info = division.getInfo();
        var leader = info.getLeaderId();
        var role = info.getRoleInfoProto();
        boolean leads = info.isLeader();
        boolean follows = role.hasFollowerInfo() && leader != null;
        boolean heard = leads || (follows && hears(role.getFollowerInfo()));
        return new LogStanding(
                leader == null ? "" : leader.toString(),
                heard,
                info.getCurrentTerm(),
                members(),
                division.getRaftLog().getLastCommittedIndex(),
                leads ? followers(division, role.getLeaderInfo()) : List.of());
    }

    private static boolean hears(FollowerInfoProto follower) {
        return follower.getLeaderInfo().getLastRpcElapsedTimeMs() < TIMEOUT_MAX_MS;
    }

    private static List<LogStanding.Behind> followers(
            RaftServer.Division division, LeaderInfoProto info) {
        var committed = new HashMap<String, Long>();
        for (var each : division.getCommitInfos())
            committed.put(each.getServer().getId().toStringUtf8(), each.getCommitIndex());
        var all = new ArrayList<LogStanding.Behind>();
        for (var each : info.getFollowerInfoList()) {
            var id = each.getId().getId().toStringUtf8();
            all.add(
                    new LogStanding.Behind(
                            id, committed.getOrDefault(id, -1L), each.getLastRpcElapsedTimeMs()));
        }
        return all;
    }

    /// Saves the state and stops. What was acknowledged is safe without it too.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
