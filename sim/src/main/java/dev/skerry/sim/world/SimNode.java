package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.node.NodeDecider;
import dev.skerry.kernel.node.NodeRoom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One machine: its clocks, its disk, what the rooms have on it, and the agent that comes and goes.
public final class SimNode implements SimUplink.UplinkUser {
    private static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(256 * 1024, 1024 * 1024);
    private static final Batch NOTHING = new Batch(0, 0, List.of());

    private static final int BATCH_MAX = 256;
    private static final int REWRITE_BYTES = 20_000;

    public final String id;
    public final String name;
    public final SimClock clock;
    private final Happenings events;
    private final Dial dial;

    /// What the newest build has, and what its build has now.
    private final List<SimNodeRoom> all;

    private List<SimNodeRoom> parts;
    private boolean renewed;
    private final SimJournal journal;
    private final ArrayDeque<Ask<?>> mailbox = new ArrayDeque<>();
    private boolean diskFails;
    private boolean off;
    private int boots = 1;
    private long heardTickMs = -1;

    private boolean up;
    private int life;
    private boolean working;
    private long wakeAtMs = Long.MAX_VALUE;
    private NodeDecider decider;

    /// What the journal must come to; null: it was cut short.
    private @Nullable House remembered;

    private Batch beingWritten = NOTHING;
    private @Nullable SimUplink uplink;
    private String epoch = "";
    private List<String> lacking = List.of();

    /// How long the servers wait for it, as it remembers on its disk.
    private long missedAfterMs;

    /// The way to the server, if there is one now.
    interface Dial {
        @Nullable SimLink dial(SimNode node);
    }

    SimNode(
            Happenings events,
            int number,
            SimClock clock,
            List<? extends SimRoom> rooms,
            Dial dial) {
        this.events = events;
        this.clock = clock;
        this.dial = dial;
        id = "n-%012x".formatted(number);
        name = History.node(id);
        all = on(rooms);
        parts = all.subList(0, Build.first(events, all.size()));
        remembered = empty();
        journal = new SimJournal(events);
        decider = decider(empty());
    }

    private List<SimNodeRoom> on(List<? extends SimRoom> rooms) {
        var on = new ArrayList<SimNodeRoom>();
        for (var room : rooms) {
            var here = room.on(this);
            if (here != null) on.add(here);
        }
        return List.copyOf(on);
    }

    private List<NodeRoom<?, ?, ?, ?>> rooms() {
        return parts.stream().<NodeRoom<?, ?, ?, ?>>map(SimNodeRoom::room).toList();
    }

    /// What both ends of its link have.
    private List<NodePart> shared() {
        return rooms().stream()
                .map(NodeRoom::part)
                .filter(part -> !lacking.contains(part.room()))
                .toList();
    }

    private House empty() {
        return House.of(rooms().stream().map(NodeRoom::room).toList());
    }

    private NodeDecider decider(House replayed) {
        var own = new Caller(Caller.Kind.NODE, id);
        return new NodeDecider(own, rooms(), replayed, LIMITS, mailbox::add, SimNode::failed);
    }

    private static void failed(String room, String on, Throwable bug) {
        throw new IllegalStateException(room + " fails on " + on, bug);
    }

    /// Whether its build has that room.
    public boolean has(Room<?, ?, ?, ?> room) {
        return decider.certain().room(room.name()) != null;
    }

    public boolean up() {
        return up;
    }

    /// The states of its rooms, as its journal has them.
    public House certain() {
        return decider.certain();
    }

    /// The same with all that it has decided.
    public House promised() {
        return decider.promised();
    }

    /// Whether such a message waits to be decided.
    public boolean waits(Predicate<Object> message) {
        return mailbox.stream().anyMatch(it -> message.test(it.message()));
    }

    @Nullable SimLink link() {
        return uplink == null ? null : uplink.link();
    }

    void failDisk(boolean fails) {
        diskFails = fails;
    }

    /// Whether its disk takes nothing.
    public boolean diskFails() {
        return diskFails;
    }

    /// The agent starts: it reads its journal and looks at what runs.
    void start() {
        if (up || off) return;
        up = true;
        life++;
        working = false;
        wakeAtMs = Long.MAX_VALUE;
        int size = renewed ? all.size() : Build.next(events, parts.size(), all.size());
        parts = all.subList(0, size);
        var house = empty();
        for (var fact : journal.read(house)) house = house.after(fact);
        decider = decider(house);
        var was = remembered;
        if (was != null && !was.rooms().stream().allMatch(room -> same(room, was, certain())))
            throw new Broken(
                    Promise.SAVED, "%s remembers %s as %s".formatted(name, remembered, certain()));
        events.say(name + " agent starts");
        mailbox.clear();
        for (var part : parts) mailbox.add(part.starts("boot-" + boots, heardTickMs));
        uplink = new SimUplink(events, clock, () -> dial.dial(this), this);
        work();
    }

    private static <S> boolean same(Room<S, ?, ?, ?> room, House was, House is) {
        return was.of(room).equals(is.of(room));
    }

    /// kill -9: what was not written is gone; the processes run on.
    void crash() {
        if (!up) return;
        events.say(name + " agent is killed");
        switch (events.dice.nextInt(3)) {
            case 0 -> remembered = certain();
            case 1 -> {
                journal.writeTorn(facts(beingWritten));
                remembered = beingWritten.isEmpty() ? certain() : null;
            }
            default -> {
                journal.write(facts(beingWritten));
                remembered = certain().after(beingWritten);
            }
        }
        end();
    }

    private void end() {
        up = false;
        life++;
        beingWritten = NOTHING;
        for (var part : parts) part.gone();
        if (uplink != null) uplink.die();
        uplink = null;
    }

    /// The power goes, and with it everything that the disk does not have.
    void powerOff() {
        if (off) return;
        events.say(name + " loses power");
        journal.write(facts(beingWritten));
        journal.powerCut();
        remembered = beingWritten.isEmpty() && up ? certain() : null;
        end();
        for (var part : parts) part.powerOff();
        heardTickMs = -1;
        boots++;
        off = true;
    }

    /// Power is back, if it was away; and an agent runs.
    void powerOn() {
        if (off) clock.boot();
        off = false;
        start();
    }

    /// Its disk is replaced while it is off.
    void loseJournal() {
        events.say(name + " loses its journal");
        journal.lose();
        for (var part : parts) part.diskLost();
        remembered = empty();
    }

    /// Whether its build lacks a room.
    boolean isOld() {
        return parts.size() < all.size();
    }

    /// Its agent is replaced by one of the newest build.
    void renew() {
        renewed = true;
        crash();
    }

    /// From now on nothing goes wrong by itself.
    void peace() {
        diskFails = false;
        for (var part : parts) part.peace();
        powerOn();
    }

    /// For a room's machine.
    public <M> void post(Room<?, M, ?, ?> room, M message) {
        mailbox.add(new Ask<>(room, message));
        work();
    }

    /// Does something after a while, unless the agent ends before.
    public void later(long afterMs, Runnable action) {
        int now = life;
        events.after(
                afterMs,
                () -> {
                    if (life == now) action.run();
                });
    }

    /// Nothing is sent when there is no link.
    public void send(Frame.FromNode frame) {
        if (uplink != null) uplink.send(frame);
    }

    /// Wait, decide, remember, act: all that waits at once, with one sync of the disk.
    private void work() {
        boolean due = decider.wakeAtTickMs(clock.now()) <= clock.tickMs();
        if (!up || working || (mailbox.isEmpty() && !due)) return;
        working = true;
        int now = life;
        var decided = new ArrayDeque<Ask<?>>();
        while (decided.size() < BATCH_MAX && !mailbox.isEmpty()) {
            if (!decide(mailbox.getFirst())) break;
            decided.add(mailbox.remove());
        }
        if (mailbox.isEmpty()) decider.tick(clock.now());
        var batch = decider.close();
        if (diskFails && !batch.isEmpty()) refused(batch, decided, now);
        else remember(batch, now);
    }

    /// False: the batch has no room for it.
    private boolean decide(Ask<?> ask) {
        var outcome = decider.decide(ask, clock.now());
        var refusal = outcome.refusal();
        if (refusal != null) events.say(name + " refuses: " + refusal.sentence());
        return outcome.decided();
    }

    /// The disk does not take it: nothing has happened, and it is tried again.
    private void refused(Batch batch, Deque<Ask<?>> decided, int now) {
        events.after(
                1_000,
                () -> {
                    if (life != now) return;
                    decider.takeBack(batch);
                    while (!decided.isEmpty()) mailbox.addFirst(decided.removeLast());
                    working = false;
                    work();
                });
    }

    private void remember(Batch batch, int now) {
        beingWritten = batch;
        events.after(
                batch.isEmpty() ? 0 : events.between(1, 40),
                () -> {
                    if (life != now) return;
                    beingWritten = NOTHING;
                    if (journal.size() > REWRITE_BYTES) {
                        journal.rewrite(decider.compacted());
                    } else {
                        journal.write(facts(batch));
                        journal.sync();
                    }
                    decider.certain(batch);
                    working = false;
                    wake(now);
                    work();
                });
    }

    private static List<Told> facts(Batch batch) {
        return batch.acts().stream().flatMap(act -> act.facts().stream()).toList();
    }

    private void wake(int now) {
        long wakeTickMs = decider.wakeAtTickMs(clock.now());
        if (wakeTickMs == Long.MAX_VALUE) return;
        long waitMs = Math.max(1, clock.realMs(wakeTickMs - clock.tickMs()));
        if (events.nowMs() + waitMs >= wakeAtMs) return;
        wakeAtMs = events.nowMs() + waitMs;
        events.after(
                waitMs,
                () -> {
                    if (life != now) return;
                    wakeAtMs = Long.MAX_VALUE;
                    work();
                    wake(now);
                });
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(
                Frame.PROTOCOL,
                id,
                "sim",
                "boot-" + boots,
                "",
                rooms().stream().map(room -> room.part().seen()).toList());
    }

    @Override
    public void up(Frame.Welcome welcome, long askedTickMs, List<String> lacks) {
        events.say(name + " is connected");
        epoch = welcome.epoch();
        missedAfterMs = welcome.missedAfterMs();
        heardTickMs = askedTickMs;
        lacking = lacks;
        for (var part : shared()) part.up(askedTickMs);
    }

    @Override
    public long missedAfterMs() {
        return missedAfterMs;
    }

    @Override
    public void answered(long saidTickMs) {
        heardTickMs = saidTickMs;
    }

    @Override
    public void down(long silentSinceTickMs) {
        events.say(
                "%s is not connected any more, and heard nothing for %d ms"
                        .formatted(name, clock.tickMs() - silentSinceTickMs));
        for (var part : shared()) part.down(silentSinceTickMs);
    }

    @Override
    public void told(String name, byte[] body) throws Malformed {
        for (var room : rooms()) if (room.part().room().equals(name)) room.part().told(body, epoch);
    }
}
