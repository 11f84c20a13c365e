package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.node.NodeState;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.SimNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold of the work that a node runs by a calendar of its own, whether a server is heard
/// or not.
final class OwnCalendars {
    /// A clock that is further behind than before was set right.
    private static final long CLOCK_TRUSTED_MS = 3_600_000;

    private static final long LOOK_EVERY_MS = 5_000;

    /// A clock that was set forward is looked at once a minute, and what follows goes to the disk.
    private static final long LATE_MS = 75_000;

    private final Happenings events;
    private final SimNode node;

    /// Of each allocation what was in the journal last, and for which time it ran last.
    private final Map<String, Rounds> known = new HashMap<>();

    private final Map<String, Long> ranFor = new HashMap<>();

    /// For which time each process runs.
    private final Map<SimProcesses.Key, Long> startedFor = new HashMap<>();

    /// Since when its time has come and nothing was done.
    private final Map<String, Long> overdueMs = new HashMap<>();

    /// It has lost its journal: what it takes over is of no time that it knows.
    private boolean forgetful;

    OwnCalendars(Happenings events, SimNode node) {
        this.events = events;
        this.node = node;
        events.after(LOOK_EVERY_MS, this::look);
    }

    void forget() {
        known.clear();
        ranFor.clear();
        overdueMs.clear();
        forgetful = true;
    }

    /// The journal has come to that. What is wrong with it is said later: whoever looks at a state
    /// stops nobody.
    void changed(NodeState state) {
        try {
            follow(state);
        } catch (Broken e) {
            events.after(
                    0,
                    () -> {
                        throw e;
                    });
        }
    }

    private void follow(NodeState state) {
        known.keySet().removeIf(id -> !state.runs().has(id));
        for (var run : state.runs().values()) {
            var rounds = run.rounds();
            if (rounds == null) continue;
            var was = known.put(run.allocation(), rounds);
            if (was == null) continue;
            boolean wrong = was.decidedWallMs() - rounds.decidedWallMs() > CLOCK_TRUSTED_MS;
            if (wrong) ranFor.remove(run.allocation()); // those were times of a wrong clock
            if (begun(rounds) > begun(was)) begins(run, rounds, was);
        }
    }

    private static long begun(Rounds of) {
        return of.counts().ended() + (of.running() ? 1 : 0);
    }

    private void begins(Run run, Rounds rounds, Rounds was) {
        if (rounds.asked() > was.asked()) return;
        var id = run.allocation();
        long atMs = rounds.lastWallMs();
        var calendar = run.order().calendar();
        boolean right = calendar != null && calendar.nextWallMs(atMs - 1) == atMs;
        if (!right && atMs != was.nextWallMs())
            throw new Broken(
                    ClusterPromises.OWN_TIME,
                    "%s runs %s for %d: %s".formatted(node.name, id, atMs, was));
        if (atMs <= ranFor.getOrDefault(id, 0L))
            throw new Broken(
                    ClusterPromises.OWN_TIME_ONCE,
                    "%s runs %s again for %d: %s after %s"
                            .formatted(node.name, id, atMs, rounds, was));
        ranFor.put(id, atMs);
    }

    /// A process is about to be there.
    void starts(SimProcesses.Key key, NodeState state, Set<SimProcesses.Key> running) {
        var run = state.runs().find(key.allocation());
        var rounds = run == null ? null : run.rounds();
        if (run == null || run.order().calendar() == null || forgetful) return;
        if (rounds == null || !rounds.running())
            throw new Broken(
                    ClusterPromises.OWN_TIME,
                    "%s starts %s, which rests: %s".formatted(node.name, key, rounds));
        for (var other : running) {
            if (!other.allocation().equals(key.allocation())) continue;
            if (startedFor.getOrDefault(other, rounds.lastWallMs()) != rounds.lastWallMs())
                throw new Broken(
                        ClusterPromises.OWN_OVERLAP,
                        "%s starts %s for %d while %s runs"
                                .formatted(node.name, key, rounds.lastWallMs(), other));
        }
        startedFor.put(key, rounds.lastWallMs());
    }

    /// Again and again: what is due is run soon, as long as its agent runs and its disk takes it.
    private void look() {
        events.after(LOOK_EVERY_MS, this::look);
        var due = node.up() && !node.diskFails() ? due() : List.<String>of();
        overdueMs.keySet().retainAll(due);
        for (var id : due) {
            long sinceMs = overdueMs.computeIfAbsent(id, _ -> events.nowMs());
            if (events.nowMs() - sinceMs > LATE_MS)
                throw new Broken(
                        ClusterPromises.OWN_TIMES_KEPT,
                        "%s has not run %s since %d s: %s"
                                .formatted(
                                        node.name,
                                        id,
                                        (events.nowMs() - sinceMs) / 1_000,
                                        node.certain().of(NODE).runs().find(id)));
        }
    }

    /// As the journal has it, whatever the machine says of when it wants to be woken.
    private List<String> due() {
        return node.certain().of(NODE).runs().values().stream()
                .filter(run -> !run.ending() && !run.held() && due(run))
                .map(Run::allocation)
                .toList();
    }

    private boolean due(Run run) {
        var rounds = run.rounds();
        if (rounds == null) return run.order().calendar() != null;
        return rounds.nextWallMs() <= node.clock.wallMs();
    }
}
