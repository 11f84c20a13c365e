package dev.skerry.server.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;
import org.apache.ratis.thirdparty.com.google.protobuf.MessageLite;
import org.apache.ratis.thirdparty.com.google.protobuf.Parser;

/// How Ratis asks the other servers of a cell: each question goes over the [PeerWay] as bytes, and
/// so does its answer. A server alone asks nobody, and holds nothing for it.
///
/// Public, as is its constructor, since Ratis makes it from its name.
public final class RaftCalls implements RpcType, ServerFactory {
    private static final String WAY = "skerry.way";

    /// The address at which Ratis itself listens: none.
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final PeerWay way;

    public RaftCalls() {
        this(PeerWay.NONE);
    }

    private RaftCalls(PeerWay way) {
        this.way = way;
    }

    /// That the one which Ratis makes goes this way.
    static Parameters over(PeerWay way) {
        var all = new Parameters();
        all.put(WAY, way, PeerWay.class);
        return all;
    }

    @Override
    public String name() {
        return RaftCalls.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return new RaftCalls(parameters.get(WAY, PeerWay.class));
    }

    @Override
    public RpcType getRpcType() {
        return this;
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
        return new Asking(this, way, new ConcurrentHashMap<>());
    }

    /// @param addresses of the other servers, by their ids
    private record Asking(RpcType type, PeerWay way, Map<String, String> addresses)
            implements RaftServerRpc {
        @Override
        public RpcType getRpcType() {
            return type;
        }

        @Override
        public void start() {}

        @Override
        public InetSocketAddress getInetSocketAddress() {
            return NOWHERE;
        }

        @Override
        public void addRaftPeers(Collection<RaftPeer> peers) {
            for (var peer : peers)
                if (peer.getAddress() != null)
                    addresses.put(peer.getId().toString(), peer.getAddress());
        }

        @Override
        public void handleException(RaftPeerId id, Exception e, boolean reconnect) {}

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request)
                throws IOException {
            return ask(
                    PeerWay.VOTE,
                    request.getServerRequest(),
                    request,
                    RequestVoteReplyProto.parser());
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request)
                throws IOException {
            return ask(
                    PeerWay.APPEND,
                    request.getServerRequest(),
                    request,
                    AppendEntriesReplyProto.parser());
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request)
                throws IOException {
            return ask(
                    PeerWay.SNAPSHOT,
                    request.getServerRequest(),
                    request,
                    InstallSnapshotReplyProto.parser());
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(
                StartLeaderElectionRequestProto request) throws IOException {
            return ask(
                    PeerWay.ELECT,
                    request.getServerRequest(),
                    request,
                    StartLeaderElectionReplyProto.parser());
        }

        private <T> T ask(byte what, RaftRpcRequestProto head, MessageLite request, Parser<T> form)
                throws IOException {
            var to = head.getReplyId().toStringUtf8();
            var address = addresses.get(to);
            if (address == null) throw new IOException("nobody knows where " + to + " is");
            return form.parseFrom(way.ask(to, address, what, request.toByteArray()));
        }

        @Override
        public void close() {}
    }

    /// What a server answers that was asked over the way.
    ///
    /// @throws IOException when it cannot answer now, or what came is no such question
    static byte[] answer(RaftServer server, byte what, byte[] request) throws IOException {
        return switch (what) {
            case PeerWay.VOTE ->
                    server.requestVote(RequestVoteRequestProto.parseFrom(request)).toByteArray();
            case PeerWay.APPEND ->
                    server.appendEntries(AppendEntriesRequestProto.parseFrom(request))
                            .toByteArray();
            case PeerWay.SNAPSHOT ->
                    server.installSnapshot(InstallSnapshotRequestProto.parseFrom(request))
                            .toByteArray();
            case PeerWay.ELECT ->
                    server.startLeaderElection(StartLeaderElectionRequestProto.parseFrom(request))
                            .toByteArray();
            default -> throw new IOException("nobody asks the log for a " + what);
        };
    }
}
