package dev.skerry.sim;

import dev.skerry.cluster.node.NodeMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The processes of one machine, and the records that shims leave of those that have ended. They do
/// not care whether an agent runs; a reboot ends them all.
final class SimProcesses {
    private final Events events;
    private final String machine;
    private final Map<Key, Long> running = new LinkedHashMap<>();
    private final Map<Key, Integer> ended = new LinkedHashMap<>();
    private Consumer<NodeMessage> agent = _ -> {};
    private long pids = 100;
    private int boot;

    record Key(String allocation, String task, int attempt) {}

    SimProcesses(Events events, String machine) {
        this.events = events;
        this.machine = machine;
    }

    /// Who is told of ends; nobody while no agent runs.
    void tell(@Nullable Consumer<NodeMessage> listener) {
        agent = listener == null ? _ -> {} : listener;
    }

    /// Starts it unless it was started before. No two processes of a task run at one time.
    void start(Key key) {
        if (running.containsKey(key) || ended.containsKey(key)) return;
        if (events.chance(3)) {
            agent.accept(
                    new NodeMessage.TaskRefused(
                            key.allocation(), key.task(), key.attempt(), "no memory", false));
            return;
        }
        for (var other : running.keySet())
            Broken.unless(
                    !other.allocation().equals(key.allocation())
                            || !other.task().equals(key.task()),
                    "%s runs twice on %s: attempts %d and %d"
                            .formatted(key.allocation(), machine, other.attempt(), key.attempt()));
        long pid = pids++;
        running.put(key, pid);
        events.say(
                "%s starts %s/%s #%d"
                        .formatted(machine, key.allocation(), key.task(), key.attempt()));
        agent.accept(new NodeMessage.TaskStarted(key.allocation(), key.task(), key.attempt(), pid));
    }

    /// Some take their time, some do not listen.
    void signal(Key key) {
        if (!running.containsKey(key) || events.chance(10)) return;
        int now = boot;
        events.soon(
                1,
                4_000,
                () -> {
                    if (boot == now) end(key, 143);
                });
    }

    void end(Key key, int exit) {
        if (running.remove(key) == null) return;
        ended.put(key, exit);
        events.say("%s ended %s/%s: %d".formatted(machine, key.allocation(), key.task(), exit));
        agent.accept(
                new NodeMessage.TaskExited(
                        key.allocation(), key.task(), key.attempt(), exit, "exit " + exit));
    }

    void powerOff() {
        boot++;
        running.clear();
        ended.clear();
    }

    void drop(Key key) {
        end(key, 137);
        ended.remove(key);
    }

    void forget(String allocation) {
        ended.keySet().removeIf(key -> key.allocation().equals(allocation));
    }

    List<NodeMessage.Found> found() {
        var all = new ArrayList<NodeMessage.Found>();
        running.forEach((key, pid) ->
                all.add(
                        new NodeMessage.Found(
                                key.allocation(), key.task(), key.attempt(), pid, -1)));
        ended.forEach((key, exit) ->
                all.add(
                        new NodeMessage.Found(
                                key.allocation(), key.task(), key.attempt(), 0, exit)));
        return all;
    }

    List<Key> running() {
        return List.copyOf(running.keySet());
    }
}
