package dev.skerry.sim;

import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.Answers;
import dev.skerry.cluster.link.Frame;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One machine: its clock, its disk, its processes, and the agent that comes and goes.
final class SimNode {
    static final long PING_EVERY_MS = 12_000;
    private static final long SILENCE_MAX_MS = 50_000;

    final String id;
    final SimProcesses processes;
    private final Events events;
    private final NodeMachine machine = new NodeMachine();
    private final double clockRate;
    private List<NodeFact> journal = new ArrayList<>();
    private NodeFacts facts;
    private boolean diskFull;
    private boolean off;
    private long bootedMs;
    private int boots = 1;

    private boolean up;
    private int life;
    private boolean working;
    private NodeState state = NodeState.EMPTY;
    private final ArrayDeque<NodeMessage> mailbox = new ArrayDeque<>();
    private @Nullable SimLink link;
    private Answers answers = new Answers(0);
    private String epoch = "";
    private final Dial dial;

    /// The way to the server, if there is one now.
    interface Dial {
        @Nullable SimLink dial(SimNode node);
    }

    /// @param clockRate what its clock makes of a second
    SimNode(Events events, String id, NodeFacts facts, double clockRate, Dial dial) {
        this.events = events;
        this.id = id;
        this.facts = facts;
        this.clockRate = clockRate;
        this.dial = dial;
        processes = new SimProcesses(events, id);
    }

    NodeState state() {
        return state;
    }

    boolean up() {
        return up;
    }

    void describe(NodeFacts next) {
        facts = next;
        if (link != null) link.toServer(new Frame.Described(facts));
    }

    void fillDisk(boolean full) {
        diskFull = full;
    }

    /// The agent starts: it reads its journal and looks at what runs.
    void start() {
        if (up || off) return;
        up = true;
        int now = ++life;
        working = false;
        state = NodeState.EMPTY;
        for (var fact : journal) state = machine.apply(state, fact);
        mailbox.clear();
        mailbox.add(new NodeMessage.Started("boot-" + boots, heardTickMs(), processes.found()));
        processes.tell(this::post);
        events.say(id + " agent starts");
        work();
        events.soon(10, 2_000, () -> connect(now));
        wake(now);
    }

    /// Noted without a sync: it outlives the agent, not the boot.
    private long heardTickMs() {
        return answers.saidTickMs() <= bootedMs ? -1 : tickMs(answers.saidTickMs());
    }

    /// kill -9: what was not on the disk is gone; the processes run on.
    void crash() {
        if (!up) return;
        events.say(id + " agent is killed");
        up = false;
        life++;
        processes.tell(null);
        if (link != null) link.close();
        link = null;
    }

    void reboot() {
        crash();
        events.say(id + " loses power");
        processes.powerOff();
        boots++;
        off = true;
    }

    /// Power is back, if it was away.
    void powerOn() {
        if (off) bootedMs = events.nowMs();
        off = false;
        start();
    }

    private Now now() {
        return new Now(tickMs(events.nowMs()), 1_000_000_000 + events.nowMs());
    }

    private long tickMs(long realMs) {
        return (long) ((realMs - bootedMs) * clockRate) + 5_000;
    }

    private void post(NodeMessage message) {
        mailbox.add(message);
        work();
    }

    /// One message at a time; the disk takes a while.
    private void work() {
        if (!up || working || mailbox.isEmpty()) return;
        working = true;
        int now = life;
        if (diskFull) {
            events.after(
                    1_000,
                    () -> {
                        if (life != now) return;
                        working = false;
                        work();
                    });
            return;
        }
        var message = mailbox.remove();
        switch (machine.decide(state, message, now())) {
            case Decision.Accepted<NodeFact, NodeEffect>(var decided, var effects) ->
                    remember(decided, effects, now);
            case Decision.Refused<NodeFact, NodeEffect>(var refusal) -> {
                events.say(id + " refuses: " + refusal.sentence());
                working = false;
                work();
            }
        }
    }

    private void remember(List<NodeFact> decided, List<NodeEffect> effects, int now) {
        long syncMs = decided.isEmpty() ? 0 : events.dice.nextLong(1, 40);
        events.after(
                syncMs,
                () -> {
                    if (life != now) {
                        if (events.chance(30)) journal.addAll(decided); // the disk had it already
                        return;
                    }
                    journal.addAll(decided);
                    for (var fact : decided) state = machine.apply(state, reread(fact));
                    if (events.chance(1)) journal = new ArrayList<>(NodeMachine.compacted(state));
                    working = false;
                    for (var effect : effects) carryOut(effect, now);
                    wake(now);
                    work();
                });
    }

    private static NodeFact reread(NodeFact fact) {
        try {
            return Codec.NODE_FACT.decode(Codec.NODE_FACT.encode(fact));
        } catch (Codec.Malformed e) {
            throw new Broken("a fact does not come back as it was: " + e.getMessage());
        }
    }

    private void carryOut(NodeEffect effect, int now) {
        switch (effect) {
            case NodeEffect.StartTask it ->
                    later(
                            now,
                            () ->
                                    processes.start(
                                            key(it.order().allocation(), it.task(), it.attempt())));
            case NodeEffect.SignalTask it ->
                    later(
                            now,
                            () -> processes.signal(key(it.allocation(), it.task(), it.attempt())));
            case NodeEffect.KillTask it ->
                    later(
                            now,
                            () ->
                                    processes.end(
                                            key(it.allocation(), it.task(), it.attempt()), 137));
            case NodeEffect.DropTask it ->
                    later(now, () -> processes.drop(key(it.allocation(), it.task(), it.attempt())));
            case NodeEffect.Clean(var allocation) ->
                    later(
                            now,
                            () -> {
                                processes.forget(allocation);
                                post(new NodeMessage.Cleaned(allocation));
                            });
            case NodeEffect.Send(var number, var changes) ->
                    send(new Frame.Report(number, changes));
            case NodeEffect.SendSynced(var version) -> send(new Frame.Synced(version));
        }
    }

    private static SimProcesses.Key key(String allocation, String task, int attempt) {
        return new SimProcesses.Key(allocation, task, attempt);
    }

    private long laneMs;

    /// The lanes of the agent keep the order of what they are asked.
    private void later(int now, Runnable action) {
        laneMs = Math.max(laneMs, events.nowMs() + events.dice.nextLong(1, 30));
        events.after(
                laneMs - events.nowMs(),
                () -> {
                    if (life == now) action.run();
                });
    }

    private void wake(int now) {
        long wakeMs = NodeMachine.wakeAtTickMs(state);
        if (wakeMs == Long.MAX_VALUE) return;
        long waitMs = (long) ((wakeMs - now().tickMs()) / clockRate) + 1;
        events.after(
                Math.max(1, waitMs),
                () -> {
                    if (life == now && NodeMachine.wakeAtTickMs(state) <= now().tickMs())
                        post(new NodeMessage.Tick());
                    else if (life == now && waitMs > 1) wake(now);
                });
    }

    private void send(Frame.FromNode frame) {
        if (link != null) link.toServer(frame);
    }

    private void connect(int now) {
        if (life != now || !up) return;
        var next = dial.dial(this);
        if (next == null) {
            events.soon(100, 15_000, () -> connect(now));
            return;
        }
        link = next;
        answers = new Answers(events.nowMs());
        next.toServer(
                new Frame.Hello(
                        Frame.PROTOCOL,
                        id,
                        "sim",
                        "boot-" + boots,
                        state.epoch(),
                        state.version()));
        beat(next, now);
    }

    private void beat(SimLink on, int now) {
        events.after(
                PING_EVERY_MS,
                () -> {
                    if (link == null || !link.equals(on) || life != now) return;
                    if (!on.open() || events.nowMs() - answers.saidTickMs() > SILENCE_MAX_MS) {
                        lose(now);
                        return;
                    }
                    on.toServer(new Frame.Ping());
                    answers.asked(events.nowMs());
                    beat(on, now);
                });
    }

    /// The link broke, or has been silent for too long.
    void lose(int now) {
        if (link == null || life != now) return;
        link.close();
        link = null;
        post(new NodeMessage.Lost(tickMs(answers.saidTickMs())));
        events.soon(100, 15_000, () -> connect(now));
    }

    /// The network resets the connection.
    void cut() {
        lose(life);
    }

    void darken() {
        if (link != null) link.darken();
    }

    /// A frame has come.
    void came(Frame.FromServer frame) {
        switch (frame) {
            case Frame.Welcome it -> {
                epoch = it.epoch();
                send(new Frame.Described(facts));
                post(new NodeMessage.Heard(tickMs(answers.saidTickMs())));
            }
            case Frame.Sync it ->
                    post(
                            new NodeMessage.Ordered(
                                    epoch,
                                    it.version(),
                                    it.whole(),
                                    it.current(),
                                    it.orders(),
                                    it.removed(),
                                    it.kept()));
            case Frame.Reported(var number) -> post(new NodeMessage.Acknowledged(number));
            case Frame.Pong _ -> {
                long _ = answers.answered();
            }
            case Frame.Meta _,
                    Frame.Refused _,
                    Frame.Certified _,
                    Frame.LogOpen _,
                    Frame.LogRead _,
                    Frame.LogClose _ -> {}
        }
    }
}
