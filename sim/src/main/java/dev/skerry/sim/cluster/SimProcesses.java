package dev.skerry.sim.cluster;

import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The processes of one machine, and the records that shims leave of those that have ended. They do
/// not care whether an agent runs; a reboot ends them all.
final class SimProcesses {
    private final Happenings events;
    private final String node;
    private final String machine;
    private final ProcessWitness witness;
    private final Map<Key, Started> running = new LinkedHashMap<>();
    private final Map<Key, Integer> ended = new LinkedHashMap<>();
    private Consumer<NodeMessage> agent = _ -> {};
    private Predicate<Key> toldToStop = _ -> false;
    private boolean peace;
    private long pids = 100;

    record Key(String allocation, String task, int attempt) {
        boolean sameTask(Key other) {
            return allocation.equals(other.allocation) && task.equals(other.task);
        }

        @Override
        public String toString() {
            return allocation + "/" + task + " #" + attempt;
        }
    }

    private static final class Started {
        final long pid;
        final boolean once;
        boolean toldToStop;

        /// @param once what has ended well is done for ever
        Started(long pid, boolean once) {
            this.pid = pid;
            this.once = once;
        }
    }

    /// Who sees what really runs.
    interface ProcessWitness {
        /// It is about to run.
        ///
        /// @param way how
        void starts(String node, Key key, TaskRun way);

        /// @param well it has done its work, and nobody had told it to stop
        void ended(String node, Key key, boolean well);

        /// The node has lost its memory: how things ended that nobody was told of is not known.
        void forgets(String node);
    }

    SimProcesses(Happenings events, String node, ProcessWitness witness) {
        this.events = events;
        this.node = node;
        machine = History.node(node);
        this.witness = witness;
    }

    /// Who is told of ends; nobody while no agent runs.
    ///
    /// @param wantsItsEnd whether the agent has decided, or is about to, that an attempt shall end
    void tell(@Nullable Consumer<NodeMessage> listener, Predicate<Key> wantsItsEnd) {
        agent = listener == null ? _ -> {} : listener;
        toldToStop = wantsItsEnd;
    }

    /// From now on nothing goes wrong by itself.
    void makePeace() {
        peace = true;
    }

    private static TaskRun way(Key key, WorkOrder order) {
        for (var task : order.group().tasks()) if (task.name().equals(key.task)) return task.way();
        throw new IllegalStateException(key + " is of no task of its order");
    }

    /// Starts an attempt. The record of an earlier start of it refuses for good, as that of the
    /// real driver does.
    void start(Key key, WorkOrder order) {
        if (running.containsKey(key) || ended.containsKey(key)) {
            refuse(key, "it was started before", true);
            return;
        }
        for (var other : running.keySet())
            if (other.sameTask(key))
                throw new Broken(
                        ClusterPromises.ONCE,
                        "%s is started on %s while %s runs".formatted(key, machine, other));
        ended.keySet().removeIf(old -> old.sameTask(key));
        if (!peace && events.chance(3)) {
            refuse(key, "no memory", events.chance(20));
            return;
        }
        boolean recurs = order.calendar() != null;
        boolean batch = order.type().ends() || recurs;
        events.say("%s starts %s".formatted(machine, key));
        witness.starts(node, key, way(key, order));
        var process = new Started(pids++, batch && !recurs);
        running.put(key, process);
        boolean hasty = batch && events.chance(3);
        if (hasty) end(key, 0); // told of its end before it is told of its start
        agent.accept(
                new NodeMessage.TaskStarted(
                        key.allocation(), key.task(), key.attempt(), process.pid));
        if (!batch || hasty) return;
        int exit = !peace && events.chance(15) ? 1 : 0;
        events.soon(2_000, recurs ? 90_000 : 60_000, () -> endOf(key, process, exit));
    }

    private void refuse(Key key, String why, boolean permanent) {
        events.say("%s refuses %s: %s".formatted(machine, key, why));
        agent.accept(
                new NodeMessage.TaskRefused(
                        key.allocation(), key.task(), key.attempt(), why, permanent));
    }

    /// Some take their time, some do not listen, some do their work to the end.
    void signal(Key key) {
        var process = running.get(key);
        if (process == null) return;
        process.toldToStop = true;
        if (events.chance(10)) return;
        int exit = events.chance(15) ? 0 : 143;
        events.soon(1, 3_000, () -> endOf(key, process, exit));
    }

    private void endOf(Key key, Started process, int exit) {
        if (process.equals(running.get(key))) end(key, exit);
    }

    /// All its processes are ended at once.
    void kill(Key key) {
        var process = running.get(key);
        if (process == null) return;
        process.toldToStop = true;
        end(key, 137);
    }

    /// The same, and its record goes.
    void drop(Key key) {
        kill(key);
        ended.remove(key);
    }

    /// It ends by itself.
    void end(Key key, int exit) {
        var process = running.remove(key);
        if (process == null) return;
        ended.put(key, exit);
        events.say("%s ended %s: %d".formatted(machine, key, exit));
        boolean told = process.toldToStop || toldToStop.test(key);
        witness.ended(node, key, process.once && exit == 0 && !told);
        var word =
                new NodeMessage.TaskExited(
                        key.allocation(), key.task(), key.attempt(), exit, "exit " + exit);
        agent.accept(word);
        if (events.chance(5)) events.soon(1, 5_000, () -> agent.accept(word)); // heard twice
    }

    void powerOff() {
        for (var key : List.copyOf(running.keySet())) {
            running.remove(key);
            witness.ended(node, key, false);
        }
        ended.clear();
    }

    void forget(String allocation) {
        ended.keySet().removeIf(key -> key.allocation().equals(allocation));
    }

    List<NodeMessage.FoundProcess> found() {
        var all = new ArrayList<NodeMessage.FoundProcess>();
        running.forEach((key, process) ->
                all.add(
                        new NodeMessage.FoundProcess(
                                key.allocation(), key.task(), key.attempt(), process.pid, -1)));
        ended.forEach((key, exit) ->
                all.add(
                        new NodeMessage.FoundProcess(
                                key.allocation(), key.task(), key.attempt(), 0, exit)));
        return all;
    }

    Set<Key> running() {
        return running.keySet();
    }

    /// The disk of the node is replaced.
    void forgetEnds() {
        witness.forgets(node);
    }
}
