package dev.skerry.server.raft;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
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

/// The way to the other servers of a fleet that has one: nobody calls and nobody is called.
///
/// Ratis has gRPC for it, on a port of its own, with 650 classes, threads and buffers, and a server
/// would hold them for nothing.
///
/// Public, as is its constructor, since Ratis makes it from its name.
public final class Alone implements RpcType, ServerFactory {
    private static final InetSocketAddress NOWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Override
    public String name() {
        return Alone.class.getName();
    }

    @Override
    public RpcFactory newFactory(Parameters parameters) {
        return this;
    }

    @Override
    public RpcType getRpcType() {
        return this;
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
        return new Nobody(this);
    }

    private record Nobody(RpcType type) implements RaftServerRpc {
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
        public void addRaftPeers(Collection<RaftPeer> peers) {}

        @Override
        public void handleException(RaftPeerId id, Exception e, boolean reconnect) {}

        @Override
        public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) {
            throw alone();
        }

        @Override
        public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request) {
            throw alone();
        }

        @Override
        public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request) {
            throw alone();
        }

        @Override
        public StartLeaderElectionReplyProto startLeaderElection(
                StartLeaderElectionRequestProto request) {
            throw alone();
        }

        @Override
        public void close() {}

        private static UnsupportedOperationException alone() {
            return new UnsupportedOperationException("there is no other server");
        }
    }
}
