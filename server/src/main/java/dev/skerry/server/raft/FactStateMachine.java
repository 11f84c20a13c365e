package dev.skerry.server.raft;

import dev.skerry.cluster.ClusterFact;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/// Passes what Ratis has committed on to the follower of the log, one call at a time.
final class FactStateMachine extends BaseStateMachine {
    /// Answers an entry that was decided in another term than it was appended in.
    static final Message DROPPED = Message.valueOf("dropped");

    private final GivenOnce follower;
    private final SnapshotFiles files;
    private final Limits limits;
    private final Consumer<Throwable> broken;
    private final Consumer<Throwable> failed;
    private @Nullable RaftServer server;
    private Runnable wantSnapshot = () -> {};
    private long entriesSince;
    private long bytesSince;
    private boolean wanted;
    private boolean leads;
    private boolean retired;

    /// When the state is saved.
    record Limits(long entries, long bytes) {}

    /// What this server appends: the facts come back as they are, without being read again.
    record Proposal(List<ClusterFact> facts, ByteString bytes) implements Message {
        static Proposal of(long term, List<ClusterFact> facts) {
            return new Proposal(facts, UnsafeByteOperations.unsafeWrap(Entry.encode(term, facts)));
        }

        @Override
        public ByteString getContent() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Proposal[" + facts.size() + " facts]";
        }
    }

    /// @param broken told when an entry cannot be applied
    /// @param failed told when an entry cannot be written
    FactStateMachine(
            GivenOnce follower,
            Limits limits,
            Consumer<Throwable> broken,
            Consumer<Throwable> failed) {
        this.follower = follower;
        this.files = new SnapshotFiles(follower);
        this.limits = limits;
        this.broken = broken;
        this.failed = failed;
    }

    /// @param want asks Ratis to call [#takeSnapshot] on the thread that applies entries
    void onSnapshotWanted(Runnable want) {
        wantSnapshot = want;
    }

    @Override
    public void initialize(RaftServer on, RaftGroupId group, RaftStorage storage)
            throws IOException {
        super.initialize(on, group, storage);
        server = on;
        files.init(storage);
        var latest = files.getLatestSnapshot();
        if (latest != null) setLastAppliedTermIndex(latest.getTermIndex());
    }

    @Override
    public void reinitialize() {}

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return files;
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        var message = request.getMessage();
        var builder =
                TransactionContext.newBuilder()
                        .setStateMachine(this)
                        .setClientRequest(request)
                        .setLogData(message.getContent());
        if (message instanceof Proposal proposal) builder.setStateMachineContext(proposal.facts);
        return builder.build();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        var entry = transaction.getLogEntry();
        var at = TermIndex.valueOf(entry);
        try {
            var data = entry.getStateMachineLogEntry().getLogData();
            long decided = Entry.decodeTerm(data.asReadOnlyByteBuffer());
            boolean current = decided == at.getTerm();
            if (current) commit(at.getIndex(), facts(transaction, data));
            updateLastAppliedTermIndex(at);
            count(data.size());
            return CompletableFuture.completedFuture(current ? Message.EMPTY : DROPPED);
        } catch (IOException | RuntimeException e) {
            broken.accept(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    @SuppressWarnings("unchecked") // startTransaction put it there
    private static List<ClusterFact> facts(TransactionContext transaction, ByteString data)
            throws IOException {
        var context = transaction.getStateMachineContext();
        if (context instanceof List<?> known) return (List<ClusterFact>) known;
        return Entry.decode(data.asReadOnlyByteBuffer()).facts();
    }

    private synchronized void commit(long index, List<ClusterFact> facts) {
        if (!retired) follower.committed(index, facts);
    }

    private void count(int bytes) {
        entriesSince++;
        bytesSince += bytes;
        if (wanted || (entriesSince < limits.entries && bytesSince < limits.bytes)) return;
        wanted = true;
        wantSnapshot.run();
    }

    /// Another goes on in its place: it tells the follower nothing more.
    ///
    /// @return false: that was so already
    synchronized boolean retire() {
        if (retired) return false;
        retired = true;
        if (leads) follower.deposed();
        leads = false;
        return true;
    }

    /// The state is saved as it is true at the last entry applied: while the log is read again, the
    /// follower is further.
    @Override
    public long takeSnapshot() throws IOException {
        wanted = false;
        if (follower.isPast(getLastAppliedTermIndex().getIndex())) return -1;
        entriesSince = 0;
        bytesSince = 0;
        return files.save(getLastAppliedTermIndex());
    }

    @Override
    public synchronized void notifyLeaderReady() {
        if (server == null) throw new IllegalStateException("it was initialized before");
        if (retired) return;
        try {
            leads = true;
            follower.leads(server.getDivision(getGroupId()).getInfo().getCurrentTerm());
        } catch (IOException e) {
            broken.accept(e);
        }
    }

    @Override
    public synchronized void notifyNotLeader(Collection<TransactionContext> pending) {
        if (leads) follower.deposed();
        leads = false;
    }

    @Override
    public void notifyLogFailed(
            Throwable cause,
            org.apache.ratis.proto.RaftProtos.@Nullable LogEntryProto failedEntry) {
        failed.accept(cause);
    }
}
