package dev.skerry.server.raft;

import dev.skerry.cluster.disk.DiskRoom;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Saved;
import dev.skerry.server.Events;
import dev.skerry.server.authority.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.protocol.RaftClientReply;
import org.jspecify.annotations.Nullable;

/// The log on Apache Ratis, of one server or of one of several. What it has acknowledged is on the
/// disks of most of them: Ratis forces every entry there before it counts as committed.
///
/// Ratis takes nothing more after a write that failed. So nothing is given to it that the disk has
/// no room for; and when the disk fills up in spite of it, Ratis is ended, and started again on
/// what is on the disk, once there is room.
public final class RatisLog implements FactLog {
    static final long SNAPSHOT_ENTRIES = 100_000;
    static final long SNAPSHOT_BYTES = 64L * 1024 * 1024;

    /// What stays free whatever comes: the next piece of a segment, and Ratis's own small files.
    static final long FLOOR_BYTES = 2 * Ratis.PIECE_BYTES;

    /// What people ask for is refused when less is free: the rest is for what must be noted.
    static final long CROWDED_BYTES = FLOOR_BYTES + 16L * 1024 * 1024;

    private static final long LOOK_EVERY_MS = 1_000;

    private final Path folder;
    private final String id;
    private final PeerWay way;
    private final GivenOnce follower;
    private final List<? extends Saved<?>> rooms;
    private final DiskRoom room;
    private final FactStateMachine.SavingLimits limits;
    private final Consumer<Throwable> broken;
    private final KeptNumber acknowledged;
    private final RatisNotes notes;
    private final Installing installing;

    /// The last entry that was acknowledged here before.
    private final long known;

    private volatile boolean caughtUp;
    private final AtomicLong onTheirWayBytes = new AtomicLong();
    private final HandingOn handing = new HandingOn();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread looking = Thread.ofPlatform().name("log-disk").unstarted(this::look);
    private volatile @Nullable Throwable failed;

    /// What became of an entry is not known.
    private volatile boolean unsure;

    private final Confirmations confirmations;

    private volatile FactStateMachine machine;
    private volatile Ratis ratis;

    /// As the other, of a server alone.
    public RatisLog(
            Path folder,
            Follower follower,
            List<? extends Saved<?>> rooms,
            Consumer<Throwable> broken)
            throws IOException {
        this(folder, Ratis.FOUNDER, PeerWay.NONE, follower, rooms, broken);
    }

    /// Opens the log in its folder, or begins one; the follower is given everything in it.
    ///
    /// @param id of this server; the first founds the cell
    /// @param way to the other servers
    /// @param rooms how they are saved
    /// @param broken told when the log can take nothing more: the server should end
    /// @throws IOException when what is in the folder cannot be used; the message says why
    public RatisLog(
            Path folder,
            String id,
            PeerWay way,
            Follower follower,
            List<? extends Saved<?>> rooms,
            Consumer<Throwable> broken)
            throws IOException {
        this(
                folder,
                id,
                way,
                follower,
                rooms,
                broken,
                new FactStateMachine.SavingLimits(SNAPSHOT_ENTRIES, SNAPSHOT_BYTES),
                DiskRoom.of(folder));
    }

    RatisLog(
            Path folder,
            Follower follower,
            List<? extends Saved<?>> rooms,
            Consumer<Throwable> broken,
            FactStateMachine.SavingLimits limits,
            DiskRoom room)
            throws IOException {
        this(folder, Ratis.FOUNDER, PeerWay.NONE, follower, rooms, broken, limits, room);
    }

    RatisLog(
            Path folder,
            String id,
            PeerWay way,
            Follower follower,
            List<? extends Saved<?>> rooms,
            Consumer<Throwable> broken,
            FactStateMachine.SavingLimits limits,
            DiskRoom room)
            throws IOException {
        this.folder = folder;
        this.id = id;
        this.way = way;
        this.follower = new GivenOnce(follower);
        this.rooms = rooms;
        this.broken = broken;
        this.limits = limits;
        this.room = room;
        var full = room.lacking("a server that starts", FLOOR_BYTES);
        if (!full.isEmpty()) throw new IOException(full);
        PrivateFile.folder(folder);
        acknowledged = new KeptNumber(folder.resolve(KeptNumber.ACKNOWLEDGED), "entry");
        notes = new RatisNotes(folder);
        installing = new Installing(folder);
        known = acknowledged.last();
        machine = machine();
        ratis = ratis();
        notes.note();
        confirmations = new Confirmations(id, way, this::leading);
        looking.setUncaughtExceptionHandler((_, fault) -> broken.accept(fault));
        looking.start();
    }

    private FactStateMachine machine() {
        return new FactStateMachine(
                follower, rooms, limits, acknowledged::upTo, installing, broken, this::failed);
    }

    private Ratis ratis() throws IOException {
        notes.mend();
        return new Ratis(folder, id, way, machine, reach());
    }

    private RaftFiles.LogExtent reach() {
        return new RaftFiles.LogExtent(acknowledged, installing.there());
    }

    /// The ids of the servers that the log in that folder is of, as far as it says; none: it is of
    /// the one that founds it, or says nothing yet.
    ///
    /// @throws IOException when that cannot be read
    public static Set<String> membersIn(Path folder) throws IOException {
        return Ratis.membersIn(folder);
    }

    @Override
    public CompletableFuture<Long> append(Batch batch) {
        if (failed != null || unsure) throw new NoRoom(restarting());
        var proposal = FactStateMachine.Proposal.of(batch);
        long bytes = proposal.bytes().size();
        long others = onTheirWayBytes.getAndAdd(bytes);
        try {
            var full = room.lacking("a change", FLOOR_BYTES + others + bytes);
            if (!full.isEmpty()) throw new NoRoom(full);
            return ratis.append(proposal)
                    .thenApply(RatisLog::index)
                    .whenComplete((_, _) -> onTheirWayBytes.addAndGet(-bytes));
        } catch (RuntimeException e) {
            onTheirWayBytes.addAndGet(-bytes);
            throw e;
        } catch (IOException e) {
            onTheirWayBytes.addAndGet(-bytes);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static long index(RaftClientReply reply) {
        if (!reply.isSuccess()) throw new CompletionException(reply.getException());
        if (reply.getMessage().getContent().equals(FactStateMachine.DROPPED.getContent()))
            throw new IllegalStateException("it was appended in another term than decided in");
        return reply.getLogIndex();
    }

    /// Ratis is started again: another server leads then, or this one, in another term.
    @Override
    public void renounce(long term) {
        if (machine.leads(term)) unsure = true;
    }

    @Override
    public CompletableFuture<Void> confirm() {
        return confirmations.confirm();
    }

    /// Of several servers none applies what it has before it hears from one that leads how far the
    /// log is committed.
    @Override
    public boolean caughtUp() {
        if (!caughtUp) caughtUp = machine.getLastAppliedTermIndex().getIndex() >= known;
        return caughtUp;
    }

    private Confirmations.Leading leading() throws IOException {
        long term = machine.leadsIn();
        return new Confirmations.Leading(ratis.leads(term) ? term : 0, ratis.voters());
    }

    /// What another server has asked over its [PeerWay].
    ///
    /// @throws IOException when it cannot be answered now
    public byte[] answer(byte what, byte[] request) throws IOException {
        return ratis.answer(what, request);
    }

    /// The ids of the servers whose votes count.
    ///
    /// @throws IOException while it is not open
    public Set<String> members() throws IOException {
        return ratis.members().keySet();
    }

    /// How it stands.
    ///
    /// @throws IOException while it is not open
    public LogStanding standing() throws IOException {
        return ratis.look();
    }

    /// One that leads itself, and has not applied yet what was there before, hears nobody.
    @Override
    public boolean heard() {
        try {
            var look = ratis.look();
            return look.heard() && !look.leader().equals(id);
        } catch (IOException _) {
            return false; // it starts again
        }
    }

    /// These servers make up the cell from now on, and each of them has a vote. Where one is new,
    /// it is first told all that it lacks.
    ///
    /// @param members ids with their addresses, HOST:PORT
    /// @throws IOException when that is not so yet, or this server does not lead
    public void configure(Map<String, String> members) throws IOException {
        try {
            var reply = ratis.configure(members).join();
            if (!reply.isSuccess()) throw new IOException(reply.getException());
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public String crowded() {
        if (failed != null || unsure) return restarting();
        return room.lacking("a change", CROWDED_BYTES);
    }

    private String restarting() {
        var full = room.lacking("the log", CROWDED_BYTES);
        return full.isEmpty() ? "The log starts again; try again shortly." : full;
    }

    /// Ratis could not write. Whether that was for want of room is seen from what is free, and from
    /// what the system said: a quota does not show in what is free.
    void failed(Throwable cause) {
        if (failed != null) return;
        if (!full(cause) && room.freeBytes() >= FLOOR_BYTES) broken.accept(cause);
        else failed = cause;
    }

    private static boolean full(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            var words = String.valueOf(at.getMessage());
            if (words.contains("No space left") || words.contains("quota exceeded")) return true;
        }
        return false;
    }

    /// Says when the disk gets full and when there is room again, and starts Ratis anew when it had
    /// failed.
    private void look() {
        boolean said = false;
        try {
            while (!closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                acknowledged.force();
                notes.note();
                if ((failed != null || unsure) && !restart()) return;
                var crowded = crowded();
                if (!crowded.isEmpty() && !said)
                    Events.say(crowded + " Until then changes are refused; reading goes on.");
                if (crowded.isEmpty() && said) Events.say("There is room on the disk again.");
                said = !crowded.isEmpty();
                if (said) handOn();
                else handing.over();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOn() {
        try {
            var to = handing.next(ratis.look(), System.nanoTime());
            if (to == null) return;
            Events.say("server %s is asked to lead: this one's disk is full".formatted(to));
            ratis.handOn(to);
        } catch (IOException e) {
            Events.say("nobody was asked to lead: " + FileTrouble.words(e));
        }
    }

    /// False: there is nothing to be done any more.
    private boolean restart() {
        var because = failed;
        if (machine.retire()) {
            Events.say(
                    because == null
                            ? "What became of an entry of the log is not known; it starts again."
                            : "The log could not be written: "
                                    + FileTrouble.words(FileTrouble.first(because)));
            end(ratis);
        }
        if (room.freeBytes() < CROWDED_BYTES) return true;
        try {
            machine = machine();
            ratis = ratis();
            failed = null;
            unsure = false;
            return true;
        } catch (IOException e) {
            if (full(e)) return true;
            broken.accept(e);
            return false;
        }
    }

    private static void end(Ratis ratis) {
        try {
            ratis.close();
        } catch (IOException e) {
            Events.say("the log did not stop well: " + FileTrouble.words(e));
        }
    }

    /// Saves the state and stops. What was acknowledged is safe without it too.
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        machine.end();
        try {
            ratis.close();
        } finally {
            acknowledged.close();
            notes.close();
        }
    }
}
