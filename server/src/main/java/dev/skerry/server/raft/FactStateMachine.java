package dev.skerry.server.raft;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Saved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
import org.apache.ratis.util.LifeCycle.State;
import org.jspecify.annotations.Nullable;

/// Passes what Ratis has committed on to the follower of the log, one call at a time.
final class FactStateMachine extends BaseStateMachine {
    /// Answers an entry that was decided in another term than it was appended in.
    static final Message DROPPED = Message.valueOf("dropped");

    private final GivenOnce follower;
    private final SnapshotFiles files;
    private final StateSaver saver;
    private final SavingLimits limits;
    private final LongConsumer acknowledged;
    private final Installing installing;
    private final Consumer<Throwable> broken;
    private final Consumer<Throwable> failed;
    private @Nullable RaftServer server;
    private @Nullable RaftStorage kept;
    private Runnable wantSnapshot = () -> {};
    private long entriesSince;
    private long bytesSince;
    private volatile boolean wanted;
    private boolean leads;
    private long term;
    private volatile boolean retired;
    private volatile boolean ending;

    /// When the state is saved.
    record SavingLimits(long entries, long bytes) {}

    /// What this server appends: the batch comes back as it is, without being read again.
    record Proposal(Batch batch, ByteString bytes) implements Message {
        static Proposal of(Batch batch) {
            return new Proposal(batch, UnsafeByteOperations.unsafeWrap(Entry.encode(batch)));
        }

        @Override
        public ByteString getContent() {
            return bytes;
        }

        @Override
        public String toString() {
            return "Proposal[" + batch.acts().size() + " acts]";
        }
    }

    /// @param acknowledged told of each entry before whoever waits for it is
    /// @param installing whether another server sends its state
    /// @param broken told when an entry cannot be applied
    /// @param failed told when an entry cannot be written
    FactStateMachine(
            GivenOnce follower,
            List<? extends Saved<?>> rooms,
            SavingLimits limits,
            LongConsumer acknowledged,
            Installing installing,
            Consumer<Throwable> broken,
            Consumer<Throwable> failed) {
        this.follower = follower;
        this.files = new SnapshotFiles(follower, rooms);
        this.saver = new StateSaver(files);
        this.limits = limits;
        this.acknowledged = acknowledged;
        this.installing = installing;
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
        kept = storage;
        getLifeCycle().startAndTransition(this::read, IOException.class);
    }

    private void read() throws IOException {
        files.init(Check.present(kept, "it was initialized before"));
        var latest = files.getLatestSnapshot();
        if (latest != null) setLastAppliedTermIndex(latest.getTermIndex());
    }

    /// Another server is about to send a saved state, since its log begins later than this one
    /// ends. It says so with each piece.
    @Override
    public void pause() {
        if (getLifeCycleState() != State.RUNNING) return;
        try {
            installing.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is sent again
        }
        getLifeCycle().transition(State.PAUSING);
        getLifeCycle().transition(State.PAUSED);
    }

    /// The saved state has come whole, and is in the place of the one before.
    @Override
    public void reinitialize() throws IOException {
        read();
        getLifeCycle().transition(State.STARTING);
        getLifeCycle().transition(State.RUNNING);
    }

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
        if (message instanceof Proposal proposal) builder.setStateMachineContext(proposal.batch);
        return builder.build();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        if (retired) return CompletableFuture.failedFuture(new IOException("another goes on"));
        var entry = transaction.getLogEntry();
        var at = TermIndex.valueOf(entry);
        try {
            var data = entry.getStateMachineLogEntry().getLogData();
            boolean current = Entry.current(data.asReadOnlyByteBuffer(), at.getTerm());
            if (current) commit(at.getIndex(), batch(transaction, data));
            updateLastAppliedTermIndex(at);
            acknowledged.accept(at.getIndex());
            installing.over();
            count(data.size());
            return CompletableFuture.completedFuture(current ? Message.EMPTY : DROPPED);
        } catch (Malformed e) {
            var named = new IOException(unreadable(at.getIndex(), e), e);
            broken.accept(named);
            return CompletableFuture.failedFuture(named);
        } catch (IOException | RuntimeException e) {
            broken.accept(e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String unreadable(long index, Malformed e) {
        return "entry %d of the log cannot be read: %s; start the build that wrote it"
                .formatted(index, e.getMessage());
    }

    private Batch batch(TransactionContext transaction, ByteString data) throws Malformed {
        if (transaction.getStateMachineContext() instanceof Batch known) return known;
        return Entry.decode(data.asReadOnlyByteBuffer(), follower.house());
    }

    private synchronized void commit(long index, Batch batch) {
        if (!retired) follower.committed(index, batch);
    }

    private void count(int bytes) {
        entriesSince++;
        bytesSince += bytes;
        if (wanted || (entriesSince < limits.entries && bytesSince < limits.bytes)) return;
        wanted = true;
        wantSnapshot.run();
    }

    /// Ratis did not save the state that was wanted: it is wanted again with the next entry.
    void unsaved() {
        wanted = false;
    }

    /// The log is about to close: the next state is the last one, and is waited for.
    void end() {
        ending = true;
    }

    @Override
    public void close() throws IOException {
        super.close();
        saver.close();
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
    public long takeSnapshot() {
        wanted = false;
        if (retired) return -1; // the follower may be behind what was passed over here
        if (follower.isPast(getLastAppliedTermIndex().getIndex())) return -1;
        entriesSince = 0;
        bytesSince = 0;
        var at = getLastAppliedTermIndex();
        var house = follower.house();
        try {
            return ending ? saver.saveLast(house, at) : saver.save(house, at, wantSnapshot);
        } catch (IOException e) {
            return -1; // it has been said; Ratis would ask for no other one
        }
    }

    @Override
    public synchronized void notifyLeaderReady() {
        if (server == null) throw new IllegalStateException("it was initialized before");
        if (retired) return;
        try {
            leads = true;
            term = server.getDivision(getGroupId()).getInfo().getCurrentTerm();
            follower.leads(term);
        } catch (IOException e) {
            broken.accept(e);
        }
    }

    @Override
    public synchronized void notifyNotLeader(Collection<TransactionContext> pending) {
        if (leads) follower.deposed();
        leads = false;
    }

    /// Whether this server leads in that term, as far as the follower was told.
    synchronized boolean leads(long inTerm) {
        return leads && term == inTerm;
    }

    /// The term in which it leads; 0: it does not.
    synchronized long leadsIn() {
        return leads ? term : 0;
    }

    @Override
    public void notifyLogFailed(
            Throwable cause,
            org.apache.ratis.proto.RaftProtos.@Nullable LogEntryProto failedEntry) {
        failed.accept(cause);
    }
}
