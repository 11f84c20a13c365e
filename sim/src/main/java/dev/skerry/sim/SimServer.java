package dev.skerry.sim;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Plan;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.link.Frame;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.server.link.Heartbeats;
import dev.skerry.server.link.Orders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The control plane: the real machine, scheduler, orders and heartbeats over a log that takes its
/// time, and that forgets what it had not synced when the server is killed.
final class SimServer {
    static final long MISSED_AFTER_MS = 25_000;
    private static final String EPOCH = "epoch";

    /// So little that what a node is sent comes in several parts.
    private static final long PART_CHARACTERS_MAX = 500;

    private final Events events;
    private final ClusterMachine machine = new ClusterMachine();
    private final Expressions expressions;
    private final List<List<ClusterFact>> log = new ArrayList<>();
    private final Watcher watcher;

    private boolean up;
    private int life;
    private Cluster committed = Cluster.EMPTY;
    private Cluster pending = Cluster.EMPTY;
    private final ArrayDeque<Entry> flight = new ArrayDeque<>();
    private final Set<JobKey> looking = new HashSet<>();
    private final TreeMap<String, Session> sessions = new TreeMap<>();
    private Orders orders = new Orders(this::touched, PART_CHARACTERS_MAX);
    private Heartbeats beats = heartbeats();
    private long syncedMs;

    /// What became of a message.
    interface Answer {
        /// @param index of the log; -1: refused or lost
        void came(long index, String refusal);
    }

    /// Who looks on.
    interface Watcher {
        void committed(List<ClusterFact> facts, Cluster after);

        void planned(Plan plan, Cluster snapshot);
    }

    private record Entry(List<ClusterFact> facts, Answer answer) {}

    private static final class Session {
        final SimLink link;
        long sent;
        int pings;

        Session(SimLink link) {
            this.link = link;
        }
    }

    SimServer(Events events, Expressions expressions, Watcher watcher) {
        this.events = events;
        this.expressions = expressions;
        this.watcher = watcher;
    }

    boolean up() {
        return up;
    }

    Cluster committed() {
        return committed;
    }

    /// Starts with what the log holds.
    void start() {
        if (up) return;
        events.say("server starts with " + log.size() + " entries");
        up = true;
        life++;
        committed = Cluster.EMPTY;
        looking.clear();
        orders = new Orders(this::touched, PART_CHARACTERS_MAX);
        beats = heartbeats();
        for (var facts : log) {
            for (var fact : facts) committed = machine.apply(committed, fact);
        }
        pending = committed;
        orders.committed(log.size(), List.of(), committed);
        beats.begin(committed, now().tickMs());
        look(life);
        wake();
        evaluate();
    }

    /// kill -9. What was on its way to the disk may be on it or not.
    void crash() {
        if (!up) return;
        events.say("server is killed");
        up = false;
        life++;
        while (!flight.isEmpty() && events.chance(50)) log.add(flight.remove().facts());
        for (var lost : flight) lost.answer().came(-1, "the server was killed");
        flight.clear();
        looking.clear();
        for (var session : sessions.values()) session.link.close();
        sessions.clear();
    }

    private Heartbeats heartbeats() {
        int now = life;
        return new Heartbeats(
                Duration.ofMillis(MISSED_AFTER_MS),
                (node, here) -> {
                    var silent = here ? null : sessions.remove(node);
                    if (silent != null) silent.link.close();
                    if (life == now)
                        submit(
                                new ClusterMessage.Contact(
                                        node, here, 2 * MISSED_AFTER_MS + SimNode.PING_EVERY_MS),
                                (index, _) -> {
                                    if (index < 0) beats.untold(node, here, now().tickMs());
                                });
                });
    }

    Now now() {
        return new Now(1_700_000_000_000L + events.nowMs(), 1_700_000_000_000L + events.nowMs());
    }

    /// Decides on what was promised, and promises.
    void submit(ClusterMessage message, Answer answer) {
        if (!up) {
            answer.came(-1, "the server is down");
            return;
        }
        switch (machine.decide(pending, message, now())) {
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    answer.came(-1, refusal.sentence());
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> promise(facts, answer);
        }
    }

    private void promise(List<ClusterFact> facts, Answer answer) {
        if (facts.isEmpty()) {
            answer.came(log.size(), "");
            return;
        }
        for (var fact : facts) pending = machine.apply(pending, fact);
        flight.add(new Entry(facts, answer));
        syncedMs = Math.max(syncedMs, events.nowMs() + events.dice.nextLong(1, 25));
        int now = life;
        events.after(
                syncedMs - events.nowMs(),
                () -> {
                    if (life == now) commit();
                });
        wake();
    }

    private void commit() {
        var entry = flight.remove();
        var facts = new ArrayList<ClusterFact>();
        for (var fact : entry.facts()) facts.add(reread(fact));
        log.add(List.copyOf(facts));
        for (var fact : facts) committed = machine.apply(committed, fact);
        watcher.committed(facts, committed);
        orders.committed(log.size(), facts, committed);
        entry.answer().came(log.size(), "");
        evaluate();
    }

    private static ClusterFact reread(ClusterFact fact) {
        try {
            return ServerCodec.CLUSTER_FACT.decode(ServerCodec.CLUSTER_FACT.encode(fact));
        } catch (Codec.Malformed e) {
            throw new Broken("a fact does not come back as it was: " + e.getMessage());
        }
    }

    /// The clock of the machine.
    private void wake() {
        long wakeMs = machine.wakeAtTickMs(pending);
        if (wakeMs == Long.MAX_VALUE) return;
        int now = life;
        events.after(
                Math.max(1, wakeMs - now().tickMs()),
                () -> {
                    if (life != now || machine.wakeAtTickMs(pending) > now().tickMs()) return;
                    submit(new ClusterMessage.Tick(), (_, _) -> {});
                });
    }

    private void look(int now) {
        if (life != now) return;
        long nextMs = beats.look(now().tickMs());
        events.after(Math.clamp(nextMs - now().tickMs(), 100, 10_000), () -> look(now));
    }

    /// Lets the scheduler look at the jobs that are due, each on a snapshot that is old by then.
    private void evaluate() {
        int now = life;
        for (var job : committed.watch().due().until(now().tickMs(), 100)) {
            if (!looking.add(job)) continue;
            events.soon(1, 60, () -> plan(job, now));
        }
        long nextMs = committed.watch().due().firstTickMs();
        if (nextMs == Long.MAX_VALUE || nextMs <= now().tickMs()) return;
        events.after(
                nextMs - now().tickMs(),
                () -> {
                    if (life == now && up) evaluate();
                });
    }

    private void plan(JobKey job, int now) {
        if (life != now) return;
        var snapshot = committed;
        if (snapshot.jobs().find(job) == null) {
            looking.remove(job);
            return;
        }
        var plan = Scheduler.plan(snapshot, job, now(), expressions);
        watcher.planned(plan, snapshot);
        events.soon(
                1,
                60,
                () -> {
                    if (life != now) return;
                    submit(
                            new ClusterMessage.Settle(plan),
                            (_, _) -> {
                                looking.remove(job);
                                if (up && life == now) events.after(1, () -> again(now));
                            });
                });
    }

    private void again(int now) {
        if (life == now && up) evaluate();
    }

    /// A node's connection; its frames come here.
    void came(SimLink link, Frame.FromNode frame) {
        if (!up) return;
        switch (frame) {
            case Frame.Hello it -> hello(link, it);
            case Frame.Described(var facts) ->
                    of(link, node -> submit(new ClusterMessage.Describe(node, facts), NOBODY));
            case Frame.Report(var number, var changes) ->
                    of(
                            link,
                            node ->
                                    submit(
                                            new ClusterMessage.Report(node, changes),
                                            (index, _) -> {
                                                if (index >= 0)
                                                    link.toNode(new Frame.Reported(number));
                                            }));
            case Frame.Ping _ -> of(link, node -> ping(link, node));
            case Frame.Synced _, Frame.Join _, Frame.Renew _, Frame.LogData _, Frame.LogEnd _ -> {}
        }
    }

    private void ping(SimLink link, String node) {
        var session = sessions.get(node);
        if (session != null && ++session.pings % Frame.Pong.PINGS == 0)
            link.toNode(new Frame.Pong());
    }

    private static final Answer NOBODY = (_, _) -> {};

    private interface ForNode {
        void with(String node);
    }

    private void of(SimLink link, ForNode action) {
        for (var entry : sessions.entrySet()) {
            if (!entry.getValue().link.equals(link)) continue;
            beats.heard(entry.getKey(), now().tickMs());
            action.with(entry.getKey());
            return;
        }
    }

    private void hello(SimLink link, Frame.Hello hello) {
        var session = new Session(link);
        var old = sessions.put(hello.node(), session);
        if (old != null) old.link.close();
        beats.heard(hello.node(), now().tickMs());
        link.toNode(new Frame.Welcome(EPOCH, SimNode.PING_EVERY_MS, MISSED_AFTER_MS));
        session.sent = hello.seen();
        boolean whole = hello.seen() <= 0 || !hello.epoch().equals(EPOCH);
        push(session, orders.first(hello.node(), hello.seen(), whole));
    }

    private void touched(String node, boolean work) {
        var session = sessions.get(node);
        if (work && session != null) push(session, orders.since(node, session.sent, false));
    }

    private void push(Session session, List<Frame.Sync> parts) {
        for (var part : parts) {
            session.sent = part.version();
            session.link.toNode(part);
        }
    }
}
