package dev.skerry.server.raft;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whom a leader hands leadership on to when it cannot write any more: another disk may have room.
/// One after the other, with pauses that grow, since all of them may be full.
final class HandingOn {
    /// Whoever has answered so lately is there.
    private static final long THERE_MS = 1_000;

    private static final long PAUSE_MIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MAX_NS = TimeUnit.MINUTES.toNanos(10);

    private long pauseNs;
    private long sinceNs;
    private int turn;

    /// @param standing of this server
    /// @param nowNs on a clock that only goes on
    /// @return the id of another server; null: nobody is there, or it is too early
    @Nullable String next(LogStanding standing, long nowNs) {
        if (pauseNs > 0 && nowNs - sinceNs < pauseNs) return null;
        var there =
                standing.followers().stream()
                        .filter(it -> it.silentMs() < THERE_MS)
                        .filter(it -> standing.members().containsKey(it.server()))
                        .map(LogStanding.Behind::server)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        if (there.isEmpty()) return null;
        pauseNs = Math.clamp(2 * pauseNs, PAUSE_MIN_NS, PAUSE_MAX_NS);
        sinceNs = nowNs;
        return there.get(turn++ % there.size());
    }

    /// There is room again.
    void over() {
        pauseNs = 0;
    }
}
