package dev.skerry.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// Works like the drivers: processes that live on without the agent, and notes of how they ended.
final class FakeProcesses {
    record Key(String allocation, String task, int attempt) {}

    final Map<Key, Long> live = new LinkedHashMap<>();
    private final Map<Key, Integer> ended = new LinkedHashMap<>();
    private final Map<String, List<Long>> restarts = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Set<String> free = new HashSet<>();
    private final Random dice;
    private final Consumer<NodeMessage> tell;
    private long lastPid;

    /// Some starts are refused.
    boolean moody = true;

    FakeProcesses(Random dice, Consumer<NodeMessage> tell) {
        this.dice = dice;
        this.tell = tell;
    }

    void start(NodeEffect.StartTask effect, long tickMs) {
        var run = effect.order();
        var key = new Key(run.allocation(), effect.task(), effect.attempt());
        var pid = live.get(key);
        var exit = ended.get(key);
        if (pid != null) {
            tell.accept(new NodeMessage.TaskStarted(key.allocation, key.task, key.attempt, pid));
        } else if (exit != null) {
            exited(key, exit);
        } else {
            counted(effect, tickMs);
            begin(key);
        }
    }

    private void begin(Key key) {
        if (moody && dice.nextInt(4) == 0)
            tell.accept(
                    new NodeMessage.TaskPreparing(
                            key.allocation, key.task, key.attempt, "fetches"));
        if (moody && dice.nextInt(10) == 0) {
            var permanent = dice.nextInt(8) == 0;
            tell.accept(
                    new NodeMessage.TaskRefused(
                            key.allocation, key.task, key.attempt, "refused", permanent));
            return;
        }
        for (var other : live.keySet()) {
            var twice = other.allocation.equals(key.allocation) && other.task.equals(key.task);
            assertEquals(false, twice, () -> key + " would run beside " + other);
        }
        live.put(key, ++lastPid);
        tell.accept(new NodeMessage.TaskStarted(key.allocation, key.task, key.attempt, lastPid));
    }

    /// A start that neither a boot nor a person explains is one of the policy's.
    private void counted(NodeEffect.StartTask effect, long tickMs) {
        var task = effect.order().allocation() + "/" + effect.task();
        var known = attempts.put(task, effect.attempt());
        if (known == null || known >= effect.attempt() || free.remove(task)) return;
        var policy = effect.order().group().policies().restart();
        var recent = restarts.computeIfAbsent(task, _ -> new ArrayList<>());
        recent.removeIf(at -> at <= tickMs - policy.intervalMs());
        recent.add(tickMs);
        var most = policy.mode() == Mode.DELAY ? Math.max(1, policy.attempts()) : policy.attempts();
        assertEquals(true, recent.size() <= most, () -> task + " restarted at " + recent);
    }

    /// Its next start is not the policy's.
    void free(Run run) {
        for (var task : run.tasks()) free.add(run.allocation() + "/" + task.name());
    }

    /// @param listens false: it ignores the signal
    void signal(Key key, boolean listens) {
        if (listens) end(key, 143);
    }

    void end(Key key, int exit) {
        if (live.remove(key) == null) return;
        ended.put(key, exit);
        exited(key, exit);
    }

    void drop(Key key) {
        end(key, 137);
        ended.remove(key);
    }

    private void exited(Key key, int exit) {
        tell.accept(
                new NodeMessage.TaskExited(
                        key.allocation, key.task, key.attempt, exit, "exit code " + exit));
    }

    List<FoundProcess> found() {
        var found = new ArrayList<FoundProcess>();
        live.forEach((key, pid) -> found.add(found(key, pid, -1)));
        ended.forEach((key, exit) -> found.add(found(key, 0, exit)));
        return found;
    }

    private static FoundProcess found(Key key, long pid, int exit) {
        return new FoundProcess(key.allocation, key.task, key.attempt, pid, exit);
    }

    /// The directory goes, and the notes in it.
    void clean(String allocation) {
        for (var key : live.keySet()) {
            assertEquals(false, key.allocation.equals(allocation), () -> key + " lost its ground");
        }
        ended.keySet().removeIf(key -> key.allocation.equals(allocation));
        tell.accept(new NodeMessage.Cleaned(allocation));
    }

    void reboot() {
        live.clear();
        ended.clear();
        restarts.clear();
        free.addAll(attempts.keySet());
    }
}
