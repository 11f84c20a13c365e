package dev.skerry.sim.world;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.agent.ClusterNodeRoom;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.cluster.node.Run;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamSource;
import dev.skerry.kernel.node.NodeDecider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One machine: its clocks, its disk, its processes, and the agent that comes and goes.
final class SimNode implements SimUplink.Agent, ClusterNodeRoom.Hands {
    private static final House EMPTY = House.of(List.of(NODE));
    private static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(256 * 1024, 1024 * 1024);
    private static final Batch NOTHING = new Batch(0, 0, List.of());

    private static final int BATCH_MAX = 256;
    private static final int LANES = 2;
    private static final int REWRITE_BYTES = 20_000;

    final String id;
    final String name;
    final SimClock clock;
    final SimProcesses processes;
    private final Happenings events;
    private final Dial dial;
    private final ClusterNodeRoom room = new ClusterNodeRoom(this);
    private final SimJournal journal;
    private final ArrayDeque<Ask<?>> mailbox = new ArrayDeque<>();
    private final long[] laneMs = new long[LANES];
    private NodeFacts facts;
    private boolean diskFails;
    private boolean off;
    private int boots = 1;
    private long soundTickMs = -1;

    private boolean up;
    private int life;
    private boolean working;
    private long wakeAtMs = Long.MAX_VALUE;
    private NodeDecider decider;

    /// What the journal must come to; null: it was cut short.
    private @Nullable NodeState remembered = NodeState.EMPTY;

    private Batch beingWritten = NOTHING;
    private @Nullable SimUplink uplink;
    private String epoch = "";

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
            SimProcesses.ProcessWitness witness,
            Dial dial) {
        this.events = events;
        this.clock = clock;
        this.dial = dial;
        id = "n-%012x".formatted(number);
        name = History.node(id);
        facts = NodeFacts.NONE;
        journal = new SimJournal(events);
        decider = decider(EMPTY);
        processes = new SimProcesses(events, id, witness);
    }

    @Override
    public NodeState state() {
        return decider.certain().of(NODE);
    }

    private NodeDecider decider(House replayed) {
        var own = new Caller(Caller.Kind.NODE, id);
        return new NodeDecider(own, List.of(room), replayed, LIMITS, mailbox::add);
    }

    boolean up() {
        return up;
    }

    @Nullable SimLink link() {
        return uplink == null ? null : uplink.link();
    }

    /// What it is and has is something else from now on.
    void describe(NodeFacts next) {
        facts = next;
        say(new NodeSays.Described(facts));
    }

    void failDisk(boolean fails) {
        diskFails = fails;
    }

    /// The agent starts: it reads its journal and looks at what runs.
    void start() {
        if (up || off) return;
        up = true;
        life++;
        working = false;
        wakeAtMs = Long.MAX_VALUE;
        var house = EMPTY;
        for (var fact : journal.read()) house = house.after(fact);
        decider = decider(house);
        if (remembered != null && !remembered.equals(state()))
            throw new Broken(
                    Promise.SAVED, "%s remembers %s as %s".formatted(name, remembered, state()));
        events.say(name + " agent starts");
        mailbox.clear();
        mailbox.add(
                new Ask<>(
                        NODE,
                        new NodeMessage.Started("boot-" + boots, soundTickMs, processes.found())));
        processes.tell(this::post, this::wantsItsEnd);
        uplink = new SimUplink(events, clock, () -> dial.dial(this), this);
        work();
    }

    /// kill -9: what was not written is gone; the processes run on.
    void crash() {
        if (!up) return;
        events.say(name + " agent is killed");
        switch (events.dice.nextInt(3)) {
            case 0 -> remembered = state();
            case 1 -> {
                journal.writeTorn(facts(beingWritten));
                remembered = beingWritten.isEmpty() ? state() : null;
            }
            default -> {
                journal.write(facts(beingWritten));
                remembered = decider.certain().after(beingWritten).of(NODE);
            }
        }
        end();
    }

    private void end() {
        up = false;
        life++;
        beingWritten = NOTHING;
        processes.tell(null, _ -> false);
        if (uplink != null) uplink.die();
        uplink = null;
    }

    /// The power goes, and with it everything that the disk does not have.
    void powerOff() {
        if (off) return;
        events.say(name + " loses power");
        journal.write(facts(beingWritten));
        journal.powerCut();
        remembered = beingWritten.isEmpty() && up ? state() : null;
        end();
        processes.powerOff();
        soundTickMs = -1;
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
        processes.forgetEnds();
        remembered = NodeState.EMPTY;
    }

    /// It has decided so, or an order that may say so waits.
    private boolean wantsItsEnd(SimProcesses.Key key) {
        if (mailbox.stream().anyMatch(it -> it.message() instanceof NodeMessage.Ordered))
            return true;
        var run = decider.promised().of(NODE).runs().find(key.allocation());
        var task = run == null ? null : run.task(key.task());
        return task != null && task.phase() instanceof Run.Phase.Stopping;
    }

    @Override
    public void post(NodeMessage message) {
        mailbox.add(new Ask<>(NODE, message));
        work();
    }

    /// Wait, decide, remember, act: all that waits at once, with one sync of the disk.
    private void work() {
        boolean due = decider.wakeAtTickMs() <= clock.tickMs();
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

    @Override
    public void start(NodeEffect.StartTask it) {
        var key = key(it.order().allocation(), it.task(), it.attempt());
        later(key, () -> processes.start(key, it.order()));
    }

    @Override
    public void signal(NodeEffect.SignalTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(key, () -> processes.signal(key));
    }

    @Override
    public void kill(NodeEffect.KillTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(key, () -> processes.kill(key));
    }

    @Override
    public void drop(NodeEffect.DropTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(key, () -> processes.drop(key));
    }

    @Override
    public void clean(String allocation) {
        later(
                key(allocation, "", 0),
                () -> {
                    processes.forget(allocation);
                    post(new NodeMessage.Cleaned(allocation));
                });
    }

    @Override
    public void changed(NodeState state) {
        // nobody follows it here
    }

    private static SimProcesses.Key key(String allocation, String task, int attempt) {
        return new SimProcesses.Key(allocation, task, attempt);
    }

    /// What concerns one allocation is done in its order.
    private void later(SimProcesses.Key key, Runnable action) {
        int now = life;
        int lane = Math.floorMod(key.allocation().hashCode(), LANES);
        laneMs[lane] = Math.max(laneMs[lane], events.nowMs() + events.between(1, 30));
        events.after(
                laneMs[lane] - events.nowMs(),
                () -> {
                    if (life == now) action.run();
                });
    }

    private void wake(int now) {
        long wakeTickMs = decider.wakeAtTickMs();
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
    public void say(NodeSays said) {
        if (uplink != null) uplink.send(ClusterNodePart.frame(said));
    }

    @Override
    public Frame.Hello hello() {
        return new Frame.Hello(
                Frame.PROTOCOL, id, "sim", "boot-" + boots, "", List.of(room.part().seen()));
    }

    @Override
    public void up(Frame.Welcome welcome, long askedTickMs) {
        events.say(name + " is connected");
        epoch = welcome.epoch();
        missedAfterMs = welcome.missedAfterMs();
        soundTickMs = askedTickMs;
        room.part().up(askedTickMs);
    }

    @Override
    public void describe() {
        say(new NodeSays.Described(facts));
    }

    @Override
    public long missedAfterMs() {
        return missedAfterMs;
    }

    @Override
    public void answered(long saidTickMs) {
        soundTickMs = saidTickMs;
    }

    @Override
    public void down(long silentSinceTickMs) {
        events.say(
                "%s is not connected any more, and heard nothing for %d ms"
                        .formatted(name, clock.tickMs() - silentSinceTickMs));
        room.part().down(silentSinceTickMs);
    }

    @Override
    public void told(byte[] body) throws Malformed {
        room.part().told(body, epoch);
    }

    @Override
    public void meta(Map<String, String> meta) {
        // nothing here shows it
    }

    @Override
    public StreamSource log(LogRequest request) {
        throw new IllegalStateException("nobody reads logs here");
    }
}
