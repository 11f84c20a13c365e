package dev.skerry.sim.world;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.SavedHouse;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.leader.LeaderCore;
import dev.skerry.server.raft.BesideLog;
import dev.skerry.server.raft.Entry;
import dev.skerry.sim.raft.LoggedEntry;
import dev.skerry.sim.raft.RaftMessage;
import dev.skerry.sim.raft.Replica;
import dev.skerry.sim.raft.SavedAt;
import dev.skerry.sim.raft.SavedStates;
import dev.skerry.sim.world.SimServer.Asker;
import dev.skerry.sim.world.SimServer.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One server of the control plane: its host's clocks, its disk and its process, which follows the
/// log with the product's own classes, and leads in some of its terms.
public final class SimPeer {
    private static final int SAVE_EVERY_ENTRIES = 100;

    /// Of several: who was gone for a while is sent a state.
    private static final int SAVE_OFTEN_ENTRIES = 30;

    /// So late a server hears that it leads no more.
    private static final long OVERTAKEN_MAX_MS = 500;

    private static final int OVERTAKEN_PERCENT = 30;
    private static final long FORCE_MAX_MS = 25;

    /// From 1 on.
    final int number;

    final SimLinks links;
    final SimLeader leader;
    private final Happenings events;
    private final SimServer cell;
    private final SimClock clock;
    private final SavedStates states;
    private final Replica replica;

    /// What its build has now.
    private List<SimRoom> rooms = List.of();

    private List<Beside> besides = List.of();
    private LeaderCore core;
    private BesideLog follower;
    private ServerClock time;
    private boolean up;
    private boolean full;
    private int life;

    /// What it has of the log in its rooms.
    private long applied;

    /// As far as it had come in an earlier life.
    private long known;

    /// Its rooms were told that it is there.
    private boolean announced;

    private boolean wasSent;
    private boolean settling;
    private boolean overtaken;
    private long forcedMs;
    private long handedIndex;
    private long handedTerm;
    private long wakeAtMs = Long.MAX_VALUE;

    SimPeer(Happenings events, SimServer cell, int number, Set<Integer> all, SimClock clock) {
        this.events = events;
        this.cell = cell;
        this.number = number;
        this.clock = clock;
        states = new SavedStates();
        time = serverClock();
        core = new LeaderCore(House.EMPTY, time);
        follower = new BesideLog(core, besides);
        replica = new Replica(number, all, () -> events.between(0, 1_000_000), this::post);
        leader = new SimLeader(events, this);
        links = new SimLinks(events, this);
    }

    // ---- what others may know of it

    public String name() {
        return "s" + number;
    }

    /// Those of its build.
    List<SimRoom> rooms() {
        return rooms;
    }

    /// Whether its build has that room.
    public boolean has(Room<?, ?, ?, ?> room) {
        return certain().room(room.name()) != null;
    }

    public boolean up() {
        return up;
    }

    /// Counts the processes.
    public int life() {
        return life;
    }

    public SimClock clock() {
        return clock;
    }

    public Now now() {
        var now = time.now();
        cell.shows(now);
        return now;
    }

    /// Whether it leads, as far as it knows.
    public boolean leads() {
        return up && core.leadership() != null;
    }

    /// Whether another server has sent it a state, in place of entries.
    public boolean wasSent() {
        return wasSent;
    }

    /// Whether it has been told all that it knew when it ended.
    boolean caughtUp() {
        return applied >= known;
    }

    /// The states of all rooms, as far as it has come.
    public House certain() {
        return core.house();
    }

    /// The same with all that it has promised.
    public House promised() {
        return core.promised();
    }

    /// Of the last entry that its rooms have seen.
    long index() {
        return core.index();
    }

    /// As far as it has come in the log.
    long applied() {
        return applied;
    }

    long term() {
        return replica.term();
    }

    /// Counts the times in which it leads, and those in which it does not.
    public int leadership() {
        return leader.time();
    }

    /// The term in which it leads, as it knows and as its log does; 0: it does not.
    long leadsIn() {
        var leads = core.leadership();
        boolean still = up && leads != null && replica.leads() && replica.term() == leads.term();
        return still ? replica.term() : 0;
    }

    /// The number of the server that leads, if it is heard; 0: nobody is.
    int heard() {
        return up ? replica.heard(events.nowMs()) : 0;
    }

    /// Whether it leads, or hears who does.
    public boolean hears() {
        return leads() || (heard() != 0 && heard() != number);
    }

    /// Whether there are others.
    public boolean several() {
        return cell.several();
    }

    boolean full() {
        return full;
    }

    boolean decides() {
        return up && leader.decides();
    }

    LeaderCore core() {
        return core;
    }

    /// The room of that name may fail, as one that somebody has written wrong.
    boolean mayFail(String room) {
        for (int i = 0; i < rooms.size(); i++)
            if (cell.saved().get(i).room().name().equals(room)) return rooms.get(i).mayFail();
        return false;
    }

    // ---- its process

    /// The real one, over the clocks of its host.
    private ServerClock serverClock() {
        return new ServerClock(clock::wallMs, () -> TimeUnit.MILLISECONDS.toNanos(clock.tickMs()));
    }

    /// Starts with what its disk holds.
    ///
    /// @param booted its host was rebooted
    void start(boolean booted) {
        if (up) return;
        if (booted) clock.boot();
        rooms = cell.build(rooms.size());
        events.say("%s starts with %d entries".formatted(name(), replica.lastIndex()));
        up = true;
        life++;
        announced = false;
        overtaken = false;
        handedIndex = 0;
        wakeAtMs = Long.MAX_VALUE;
        time = serverClock();
        besides = besides();
        var saved = saved();
        core = new LeaderCore(ServerRooms.empty(saved), time);
        follower = new BesideLog(core, besides);
        applied = 0;
        var from = states.newest(events.chance(20), replica.begins());
        if (from == null || from.index() < replica.saved().index()) replica.damaged(from);
        if (from != null) load(from);
        for (var room : rooms) room.restored(this, certain());
        links.start();
        leader.watch(life);
        replica.start(events.nowMs());
        settle();
    }

    private List<Saved<?>> saved() {
        return cell.saved().subList(0, rooms.size());
    }

    private List<Beside> besides() {
        var all = new ArrayList<Beside>();
        for (var room : rooms) {
            var beside = room.beside(this);
            if (beside != null) all.add(beside);
        }
        return List.copyOf(all);
    }

    private void load(SavedAt state) {
        var house = read(state);
        follower.load(state.index(), house);
        applied = state.index();
        cell.truth().same(Promise.SAVED, name(), applied, house);
    }

    /// kill -9. What was on its way to the disk may be on it or not.
    void crash() {
        if (!up) return;
        events.say(name() + " is killed");
        for (var room : rooms) room.down(this);
        besides = List.of();
        up = false;
        life++;
        known = Math.max(known, applied);
        links.die();
        cell.hangUp(this);
        replica.killed(events.between(0, replica.unsynced()));
        leader.ends();
    }

    /// Its disk takes nothing more, or has room again. What is on its way to the log gets there.
    void fillDisk(boolean to) {
        if (full == to) return;
        events.say(to ? "the disk of " + name() + " is full" : name() + " has room");
        full = to;
        leader.diskChanged();
    }

    // ---- its log

    private void post(int to, RaftMessage message) {
        cell.carry(this, to, message);
    }

    void came(RaftMessage message) {
        if (!up) return;
        replica.came(message, events.nowMs());
        settle();
    }

    /// Whatever it was, it has led to something.
    void settle() {
        if (!up || settling) return;
        settling = true;
        installed();
        while (applied < replica.committed()) apply();
        whoLeads();
        announce();
        force();
        wake();
        settling = false;
    }

    private void wake() {
        if (replica.actAtMs() >= wakeAtMs) return;
        wakeAtMs = replica.actAtMs();
        int now = life;
        long at = wakeAtMs;
        events.after(
                at - events.nowMs(),
                () -> {
                    if (life != now || wakeAtMs != at) return;
                    wakeAtMs = Long.MAX_VALUE;
                    replica.tick(events.nowMs());
                    settle();
                });
    }

    /// What it has appended itself is forced to its disk in a moment.
    private void force() {
        long last = replica.lastIndex();
        long term = replica.term();
        boolean handed = handedIndex == last && handedTerm == term;
        if (!replica.leads() || replica.unsynced() == 0 || handed) return;
        handedIndex = last;
        handedTerm = term;
        forcedMs = Math.max(forcedMs, events.nowMs() + events.between(1, FORCE_MAX_MS));
        int now = life;
        events.after(
                forcedMs - events.nowMs(),
                () -> {
                    if (life != now) return;
                    replica.synced(last, term);
                    settle();
                });
    }

    /// Another server has sent its state, since its log begins later.
    private void installed() {
        var state = replica.saved();
        if (state.index() <= applied) return;
        events.say("%s is sent the state of entry %d".formatted(name(), state.index()));
        states.replaced(state);
        wasSent = true;
        load(state);
        links.loaded();
    }

    private void apply() {
        long at = applied + 1;
        var entry = replica.at(at);
        var before = certain();
        var batch = decided(at, entry);
        if (batch != null) follower.committed(at, batch);
        applied = at;
        cell.truth().applied(name(), at, entry, batch, before, certain());
        if (at % (several() ? SAVE_OFTEN_ENTRIES : SAVE_EVERY_ENTRIES) == 0) save(entry.term());
        if (batch != null) links.committed(core.index(), batch, certain());
        leader.applied(at, entry.term(), batch != null);
    }

    /// What was decided; null: nothing was, or it does not count.
    private @Nullable Batch decided(long at, LoggedEntry entry) {
        if (entry.isBeginning()) return null;
        try {
            if (!Entry.current(ByteBuffer.wrap(entry.bytes()), entry.term())) {
                events.say("entry %d is dropped at %s".formatted(at, name()));
                return null;
            }
            var own = leader.own(at, entry.term());
            return own != null ? own : Entry.decode(ByteBuffer.wrap(entry.bytes()), certain());
        } catch (Malformed e) {
            throw new Broken(Promise.SAVED, "an entry cannot be read: " + e.getMessage());
        }
    }

    private void save(long term) {
        try {
            for (var beside : besides) beside.force();
        } catch (IOException e) {
            return; // not yet, then
        }
        var state = new SavedAt(applied, term, written(certain()));
        switch (cell.truth().saved(applied, state.bytes())) {
            case FIRST -> cell.truth().same(Promise.SAVED, name(), applied, read(state));
            case OTHER -> cell.truth().same(Promise.EQUAL, name(), applied, certain());
            case EQUAL -> {}
        }
        states.add(state);
        replica.save(state, states.oldest());
    }

    private byte[] written(House house) {
        var bytes = new ByteArrayOutputStream();
        try {
            SavedHouse.write(house, saved(), bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new Broken(Promise.SAVED, "the state cannot be written: " + e.getMessage());
        }
    }

    private House read(SavedAt state) {
        try {
            var in = new ByteArrayInputStream(state.bytes());
            return SavedHouse.read(ServerRooms.empty(saved()), saved(), in);
        } catch (IOException e) {
            throw new Broken(Promise.SAVED, "a saved state cannot be read: " + e.getMessage());
        }
    }

    /// Who leads is another, for its rooms, once all that was committed before is applied.
    private void whoLeads() {
        var leads = core.leadership();
        long term = replica.leads() ? replica.term() : 0;
        boolean over = leads != null && leads.term() != term;
        if (overtaken) return;
        if (term > 0 && (leads == null || over) && begun(term)) {
            lead(term);
        } else if (over) {
            if (events.chance(OVERTAKEN_PERCENT)) overtaken();
            else deposed();
        }
    }

    /// Whether all is applied that was there when that term began.
    private boolean begun(long term) {
        for (long at = applied; replica.has(at); at--) {
            if (replica.at(at).term() != term) return false;
            if (replica.at(at).isBeginning()) return true;
        }
        return false;
    }

    private void lead(long term) {
        events.say("%s leads in term %d".formatted(name(), term));
        cell.truth().same(Promise.EQUAL, name(), applied, certain());
        follower.leads(term);
        cell.truth().time(name(), applied, now().tickMs(), events.nowMs());
        leader.begins();
        links.leads();
        look();
        cell.leads(this);
    }

    private void deposed() {
        events.say(name() + " leads no more");
        follower.deposed();
        leader.ends();
        links.deposed();
    }

    /// It hears of it in a moment; until then it goes on to decide, and all that comes to nothing,
    /// even if it leads again meanwhile. That it did not in between it may never hear.
    private void overtaken() {
        overtaken = true;
        int now = life;
        events.soon(
                10,
                OVERTAKEN_MAX_MS,
                () -> {
                    if (life != now || !overtaken) return;
                    overtaken = false;
                    if (events.chance(50)) deposed();
                    settle();
                });
    }

    /// It is there, and leads or hears who does.
    private void announce() {
        if (announced || !caughtUp() || !hears()) return;
        announced = true;
        for (var room : rooms) room.up(this);
    }

    // ---- what it does as one that leads

    /// Asks it, as one that leads; one that does not declines.
    public <M> void submit(Room<?, M, ?, ?> room, M message, Caller caller, Asker answer) {
        if (!up || !has(room)) answer.came(new Verdict.Lost());
        else leader.submit(room, message, caller, answer);
    }

    void look() {
        if (up) for (var room : rooms) room.look(this);
    }

    /// It has to [#settle] after that.
    ///
    /// @return -1: the log takes nothing from it
    long append(byte[] bytes) {
        return replica.append(bytes);
    }

    /// If it leads in that term, it leads no more, and in another one as soon as it can.
    void renounce(long term) {
        if (replica.leads() && replica.term() == term) renounce();
    }

    void renounce() {
        events.after(
                0,
                () -> {
                    if (!up) return;
                    replica.renounce(events.nowMs());
                    settle();
                });
    }

    /// It asks for votes.
    void campaign() {
        if (!up) return;
        replica.campaign(events.nowMs());
        settle();
    }

    void decided(Batch batch) {
        cell.decided(batch, now().tickMs());
    }

    void acknowledges(long index, byte[] bytes) {
        cell.truth().acknowledged(name(), index, bytes);
    }
}
