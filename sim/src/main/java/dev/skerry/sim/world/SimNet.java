package dev.skerry.sim.world;

import java.util.HashMap;
import java.util.Map;

/// The network between the servers. What is sent arrives in its order, or never.
final class SimNet {
    private static final long USUAL_MAX_MS = 12;

    private final Happenings events;
    private final Map<Way, Long> cutUntilMs = new HashMap<>();
    private final Map<Way, Long> slowUntilMs = new HashMap<>();
    private final Map<Way, Long> lastAtMs = new HashMap<>();

    /// One direction, by the numbers of the servers.
    private record Way(int from, int to) {}

    SimNet(Happenings events) {
        this.events = events;
    }

    /// Whether anything gets through in both directions.
    boolean joins(int one, int other) {
        return one == other || (!cut(new Way(one, other)) && !cut(new Way(other, one)));
    }

    private boolean cut(Way way) {
        return events.nowMs() < cutUntilMs.getOrDefault(way, 0L);
    }

    /// Nothing gets from one to the other for a while.
    void cut(int from, int to, long forMs) {
        cutUntilMs.merge(new Way(from, to), events.nowMs() + forMs, Math::max);
    }

    /// What gets from one to the other takes up to so much longer for a while.
    void slow(int from, int to, long forMs) {
        slowUntilMs.merge(new Way(from, to), events.nowMs() + forMs, Math::max);
    }

    void heal() {
        cutUntilMs.clear();
        slowUntilMs.clear();
    }

    void send(int from, int to, Runnable arrives) {
        var way = new Way(from, to);
        if (cut(way)) return;
        boolean slow = events.nowMs() < slowUntilMs.getOrDefault(way, 0L);
        long atMs = events.nowMs() + events.between(1, slow ? Trouble.SLOW_MAX_MS : USUAL_MAX_MS);
        long inOrderMs = lastAtMs.merge(way, atMs, Math::max);
        events.after(
                inOrderMs - events.nowMs(),
                () -> {
                    if (!cut(way)) arrives.run();
                });
    }
}
