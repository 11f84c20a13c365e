package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.server.ServerRooms;
import dev.skerry.sim.raft.RaftMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The control plane as those see it who come to it: one server, or several with one log. Whoever
/// asks comes to any of them; one that does not lead passes on to the one that does, as far as it
/// hears it.
public final class SimServer {
    /// As servers of the product look at each other.
    private static final long LOOK_EVERY_MS = 250;

    private static final long ISOLATED_MAX_MS = 8_000;

    /// For so long it hears of the next one only by others.
    private static final long UNHEARD_MS = 1_500;

    /// So soon it may lead again.
    private static final long HANDED_BACK_MAX_MS = 200;

    /// How much faster or slower the clock of a server may go, in thousandths.
    private static final int SKEW_PER_MILLE = 10;

    private static final long WALL_OFF_MAX_MS = 3_000;

    private static final String NOBODY_LEADS = "No server is heard here that leads.";

    private final Happenings events;
    private final List<Saved<?>> saved;

    /// What the newest build has.
    private final List<SimRoom> all;

    private final List<SimPeer> peers = new ArrayList<>();
    private final List<Passed> passed = new ArrayList<>();
    private final SimNet net;
    private final SimTruth truth;
    private final SimReaders readers;

    /// The one that has led last.
    private SimPeer leader;

    private int deposedPerMille;
    private boolean renewed;
    private long shownTickMs;

    /// What became of a message.
    public sealed interface Verdict {
        record Done(long index) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}

        /// It is not known whether the log has it.
        record Lost() implements Verdict {}
    }

    /// Who waits for an outcome.
    public interface Asker {
        void came(Verdict outcome);
    }

    /// A node's link that goes through a server that does not lead.
    private record Passed(SimLink link, SimPeer through, SimPeer to) {}

    /// @param count of servers
    /// @param saved how the rooms' states are saved
    /// @param rooms in the same order; all of them before the first start
    SimServer(Happenings events, int count, List<Saved<?>> saved, List<SimRoom> rooms) {
        this.events = events;
        this.saved = saved;
        all = rooms;
        net = new SimNet(events);
        truth = new SimTruth(rooms, ServerRooms.empty(saved));
        var numbers =
                IntStream.rangeClosed(1, count)
                        .boxed()
                        .collect(Collectors.toCollection(TreeSet::new));
        for (int number : numbers) peers.add(peer(number, numbers));
        leader = peers.getFirst();
        readers = new SimReaders(events, this);
    }

    private SimPeer peer(int number, Set<Integer> all) {
        boolean alone = all.size() == 1;
        double rate = alone ? 1 : 1 + events.between(-SKEW_PER_MILLE, SKEW_PER_MILLE) / 1000.0;
        var clock = new SimClock(events, rate);
        if (!alone) clock.set(events.between(-WALL_OFF_MAX_MS, WALL_OFF_MAX_MS));
        return new SimPeer(events, this, number, all, clock);
    }

    // ---- for rooms

    /// All of them.
    public List<SimPeer> peers() {
        return peers;
    }

    public boolean several() {
        return peers.size() > 1;
    }

    /// Whether a server is there and leads.
    public boolean up() {
        return leader.leads();
    }

    /// Whether a server leads, and all that is certain is there as its build has it.
    boolean ready() {
        return up() && certain().rooms().size() == leader.rooms().size();
    }

    /// Whether its build has that room.
    public boolean has(Room<?, ?, ?, ?> room) {
        return certain().room(room.name()) != null;
    }

    /// By the clock of the server that has led last.
    public Now now() {
        return leader.now();
    }

    /// The latest that any server has shown.
    public long shownTickMs() {
        return shownTickMs;
    }

    /// The states of all rooms, by all that is committed.
    public House certain() {
        return truth.house();
    }

    /// Of the last entry of the log.
    public int index() {
        return (int) truth.index();
    }

    /// When that was decided, by the clock of the server that did.
    public long decidedTickMs(Batch batch) {
        return truth.decidedTickMs(batch);
    }

    /// Asks a server, of those that are there. An answer may be lost on its way.
    public <M> void submit(Room<?, M, ?, ?> room, M message, Caller caller, Asker answer) {
        var through = any();
        if (through == null || !has(room)) {
            answer.came(new Verdict.Lost());
            return;
        }
        var to = onward(through);
        if (to == null) {
            answer.came(new Verdict.Refused(new Refusal.Unavailable(NOBODY_LEADS)));
            return;
        }
        int life = through.life();
        to.submit(
                room,
                message,
                caller,
                outcome -> {
                    boolean back = through.life() == life && net.joins(through.number, to.number);
                    answer.came(back ? outcome : new Verdict.Lost());
                });
    }

    private @Nullable SimPeer any() {
        if (!several()) return leader.up() ? leader : null;
        var there = peers.stream().filter(SimPeer::up).toList();
        return there.isEmpty() ? null : there.get(events.dice.nextInt(there.size()));
    }

    /// The server that hears who comes to that one; null: nobody is known to lead. One that is
    /// alone listens when it has come to the end of its log.
    @Nullable SimPeer onward(SimPeer through) {
        if (through.leads()) return through;
        if (!several()) return through.caughtUp() ? through : null;
        int heard = through.heard();
        if (heard == 0 || !net.joins(through.number, heard)) return null;
        var to = peers.get(heard - 1);
        return to.leads() ? to : null;
    }

    /// Another leads, or the same in another term: at the worst of times, which is when what was
    /// decided is not in the log yet, or there and not committed.
    public void depose() {
        if (!up()) return;
        var was = leader;
        events.say("another server shall lead than " + was.name());
        long afterMs = several() ? events.one(0L, 0L, 2L, 5L, 12L, 25L) : 0;
        events.after(afterMs, () -> depose(was));
    }

    /// In so many of 1,000 cases in which something was decided.
    void deposesAt(int perMille) {
        deposedPerMille = perMille;
    }

    /// Something was decided, and will be put into the log.
    void decided(Batch batch, long tickMs) {
        truth.decided(batch, tickMs, events.nowMs());
        if (deposedPerMille > 0 && events.between(0, 999) < deposedPerMille) depose();
    }

    /// It hands leadership on, is overtaken, for a moment or for longer, by one that it hears of
    /// from others only, is cut off and does not know, or is gone.
    private void depose(SimPeer was) {
        if (!several()) {
            was.renounce();
            return;
        }
        var next = peers.get(was.number % peers.size());
        switch (events.dice.nextInt(6)) {
            case 0 -> was.renounce();
            case 1 -> next.campaign();
            case 2 -> {
                next.campaign();
                events.soon(5, HANDED_BACK_MAX_MS, was::campaign);
            }
            case 3 -> {
                net.cut(was.number, next.number, UNHEARD_MS);
                net.cut(next.number, was.number, UNHEARD_MS);
                next.campaign();
            }
            case 4 -> {
                long forMs = events.between(500, ISOLATED_MAX_MS);
                for (var other : peers) {
                    net.cut(was.number, other.number, forMs);
                    net.cut(other.number, was.number, forMs);
                }
            }
            default -> {
                was.crash();
                events.soon(10, ISOLATED_MAX_MS, () -> was.start(false));
            }
        }
    }

    // ---- for its servers

    List<Saved<?>> saved() {
        return saved;
    }

    SimReaders readers() {
        return readers;
    }

    SimTruth truth() {
        return truth;
    }

    /// The rooms of a server that starts, which had so many.
    List<SimRoom> build(int had) {
        if (several() || renewed) return all;
        int size = had == 0 ? Build.first(events, all.size()) : Build.next(events, had, all.size());
        return all.subList(0, size);
    }

    void shows(Now now) {
        shownTickMs = Math.max(shownTickMs, now.tickMs());
    }

    void carry(SimPeer from, int to, RaftMessage message) {
        int life = from.life();
        net.send(
                from.number,
                to,
                () -> {
                    if (from.life() == life) peers.get(to - 1).came(message);
                });
    }

    /// What goes through a server ends with it.
    void hangUp(SimPeer gone) {
        for (var each : List.copyOf(passed)) if (each.through().equals(gone)) end(each);
    }

    private void end(Passed it) {
        passed.remove(it);
        it.link().breakOff();
    }

    /// A server leads from now on.
    void leads(SimPeer next) {
        var before = leader;
        leader = next;
        if (before.equals(next)) return;
        if (deposedPerMille > 0) readers.watch(before);
        for (var room : next.rooms()) {
            var ask = room.askedOfAnother();
            if (ask != null) submit(next, ask);
        }
    }

    private <M> void submit(SimPeer to, Ask<M> ask) {
        to.submit(ask.room(), ask.message(), Caller.SERVERS, _ -> {});
    }

    // ---- for the world

    void start() {
        for (var peer : peers) peer.start(false);
        if (several()) look();
    }

    /// A node has dialled one of them.
    ///
    /// @return null: nobody there hears it
    @Nullable SimLink dial(SimLink.Quality line) {
        var through = any();
        var to = through == null ? null : onward(through);
        if (through == null || to == null) return null;
        var link = new SimLink(events, line);
        to.links.accept(link);
        if (!to.equals(through)) passed.add(new Passed(link, through, to));
        return link;
    }

    /// Looks, as servers do, whether what they pass on goes to the one that leads, and whether
    /// those that they hear should go elsewhere.
    private void look() {
        events.after(
                LOOK_EVERY_MS,
                () -> {
                    for (var each : List.copyOf(passed)) look(each);
                    for (var peer : peers) peer.links.hears(peer.heard());
                    look();
                });
    }

    private void look(Passed it) {
        if (!net.joins(it.through().number, it.to().number)) it.link().darken();
        if (it.through().heard() != it.to().number) end(it);
    }

    SimNet net() {
        return net;
    }

    /// The one that has led last.
    SimPeer leader() {
        return leader;
    }

    /// All are replaced by the newest build.
    void renew() {
        renewed = true;
        for (var peer : peers) {
            if (peer.rooms().size() == all.size()) continue;
            peer.crash();
            peer.start(false);
        }
    }

    /// Nothing goes wrong by itself any more.
    void peace() {
        deposedPerMille = 0;
        net.heal();
        for (var peer : peers) {
            peer.fillDisk(false);
            peer.start(false);
        }
        renew();
    }

    /// Throws when a server has not come that far, or to something else than all others.
    void checkEqual(long index) {
        for (var peer : peers) {
            if (peer.applied() < index)
                throw new Broken(
                        Promise.HEALED,
                        "%s is at entry %d of %d".formatted(peer.name(), peer.applied(), index));
            truth.same(Promise.EQUAL, peer.name(), peer.applied(), peer.certain());
        }
    }
}
