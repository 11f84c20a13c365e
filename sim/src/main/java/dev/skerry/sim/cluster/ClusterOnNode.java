package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.agent.ClusterNodePart;
import dev.skerry.cluster.agent.ClusterNodeRoom;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.link.StreamSource;
import dev.skerry.kernel.node.Caused;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.SimNode;
import dev.skerry.sim.world.SimNodeRoom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Jobs on one machine: its processes, and the hands that start and end them.
final class ClusterOnNode implements SimNodeRoom, ClusterNodeRoom.Hands {
    private static final int LANES = 2;

    /// Of a hundred starts so many are not prepared in a moment.
    private static final int PREPARED_LONG_PERCENT = 5;

    private static final int PREPARED_MAX_MS = 180_000;

    final SimProcesses processes;
    private final Happenings events;
    private final SimNode node;
    private final ClusterNodeRoom room = new ClusterNodeRoom(this);
    private final OwnCalendars calendars;
    private final long[] laneMs = new long[LANES];
    private final Set<SimProcesses.Key> preparing = new HashSet<>();
    private boolean peace;
    private NodeFacts facts = NodeFacts.NONE;

    ClusterOnNode(Happenings events, SimNode node, SimProcesses.ProcessWitness witness) {
        this.events = events;
        this.node = node;
        processes = new SimProcesses(events, node.id, witness);
        calendars = new OwnCalendars(events, node);
    }

    String name() {
        return node.name;
    }

    @Override
    public ClusterNodeRoom room() {
        return room;
    }

    @Override
    public Ask<?> starts(String boot, long heardTickMs) {
        processes.tell(this::post, this::wantsItsEnd);
        calendars.changed(state());
        return new Ask<>(NODE, new NodeMessage.Started(boot, heardTickMs, processes.found()));
    }

    /// It has decided so, or an order that may say so waits.
    private boolean wantsItsEnd(SimProcesses.Key key) {
        if (node.waits(NodeMessage.Ordered.class::isInstance)) return true;
        var run = node.promised().of(NODE).runs().find(key.allocation());
        var task = run == null ? null : run.task(key.task());
        return task != null && task.phase() instanceof Run.Phase.Stopping;
    }

    @Override
    public void gone() {
        preparing.clear(); // nothing of it is left
        processes.tell(null, _ -> false);
    }

    @Override
    public void powerOff() {
        processes.powerOff();
    }

    @Override
    public void diskLost() {
        processes.forgetEnds();
        calendars.forget();
    }

    @Override
    public void peace() {
        peace = true;
        processes.makePeace();
    }

    /// One of its processes ends by itself.
    void exit() {
        var running = List.copyOf(processes.running());
        if (running.isEmpty()) return;
        processes.end(running.get(events.dice.nextInt(running.size())), events.dice.nextInt(3));
    }

    /// What it is and has is something else from now on.
    void describe(NodeFacts next) {
        facts = next;
        describe();
    }

    @Override
    public NodeState state() {
        return node.certain().of(NODE);
    }

    @Override
    public void describe() {
        say(new NodeSays.Described(facts));
    }

    @Override
    public void caused(Caused<NodeMessage> what) {
        post(what.message().get());
    }

    @Override
    public void post(NodeMessage message) {
        node.post(NODE, message);
    }

    @Override
    public void meta(Map<String, String> meta) {
        // nothing here shows it
    }

    @Override
    public StreamSource log(LogRequest request) {
        throw new IllegalStateException("nobody reads logs here");
    }

    @Override
    public void start(NodeEffect.StartTask it) {
        var key = key(it.order().allocation(), it.task(), it.attempt());
        later(key, () -> prepare(key, it.order()));
    }

    /// Some need an image first, and meanwhile keep nobody else waiting.
    private void prepare(SimProcesses.Key key, WorkOrder order) {
        if (peace || !events.chance(PREPARED_LONG_PERCENT)) {
            begin(key, order);
            return;
        }
        preparing.add(key);
        post(
                new NodeMessage.TaskPreparing(
                        key.allocation(), key.task(), key.attempt(), "fetches an image"));
        long tookMs = events.between(500, PREPARED_MAX_MS);
        node.later(
                tookMs,
                () -> {
                    if (preparing.remove(key)) begin(key, order);
                });
    }

    private void begin(SimProcesses.Key key, WorkOrder order) {
        RecalledStays.starts(node.id, key, node.promised());
        calendars.starts(key, node.promised().of(NODE), processes.running());
        processes.start(key, order);
    }

    /// What is told to end while it is prepared never starts, and says so at once.
    private void endPreparing(SimProcesses.Key key) {
        if (!preparing.remove(key)) return;
        events.say("%s prepares %s no more".formatted(node.name, key));
        post(
                new NodeMessage.TaskRefused(
                        key.allocation(), key.task(), key.attempt(), "told to stop", false));
    }

    @Override
    public void signal(NodeEffect.SignalTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(
                key,
                () -> {
                    endPreparing(key);
                    processes.signal(key);
                });
    }

    @Override
    public void kill(NodeEffect.KillTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(
                key,
                () -> {
                    endPreparing(key);
                    processes.kill(key);
                });
    }

    @Override
    public void drop(NodeEffect.DropTask it) {
        var key = key(it.allocation(), it.task(), it.attempt());
        later(
                key,
                () -> {
                    endPreparing(key);
                    processes.drop(key);
                });
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

    private static SimProcesses.Key key(String allocation, String task, int attempt) {
        return new SimProcesses.Key(allocation, task, attempt);
    }

    /// What concerns one allocation is done in its order.
    private void later(SimProcesses.Key key, Runnable action) {
        int lane = Math.floorMod(key.allocation().hashCode(), LANES);
        laneMs[lane] = Math.max(laneMs[lane], events.nowMs() + events.between(1, 30));
        node.later(laneMs[lane] - events.nowMs(), action);
    }

    @Override
    public void say(NodeSays said) {
        node.send(ClusterNodePart.frame(said));
    }

    @Override
    public void changed(NodeState state) {
        calendars.changed(state);
    }
}
