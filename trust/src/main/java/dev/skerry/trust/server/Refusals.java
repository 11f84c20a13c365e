package dev.skerry.trust.server;

import dev.skerry.trust.TrustMessage;
import dev.skerry.trust.audit.TurnedAway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests that were refused since the last note. What is the same is counted; of what is not,
/// whoever is refused as often as he likes fills neither memory nor disk.
public final class Refusals {
    /// Of what is told apart within an hour; the rest is only counted.
    static final int KINDS_OF_HOUR_MAX = 3_000;

    private static final long HOUR_MS = 3_600_000;

    private final Map<TurnedAway, Long> counts = new LinkedHashMap<>();
    private long others;
    private long sum;
    private long hourTickMs;
    private int kindsOfHour;

    /// @param request as one; how often is counted here
    /// @param tickMs now; the servers' clock goes back once, as [FailedTries] says
    public synchronized void add(TurnedAway request, long tickMs) {
        sum++;
        if (Math.abs(tickMs - hourTickMs) >= HOUR_MS) {
            hourTickMs = tickMs;
            kindsOfHour = 0;
        }
        var kind = request.times(1);
        boolean known = counts.containsKey(kind);
        boolean full = counts.size() >= TurnedAway.KINDS_MAX || kindsOfHour >= KINDS_OF_HOUR_MAX;
        if (!known && full) {
            others++;
            return;
        }
        if (!known) kindsOfHour++;
        counts.merge(kind, 1L, Long::sum);
    }

    /// All of them since this server began.
    synchronized long sum() {
        return sum;
    }

    /// What there is to be noted, which is forgotten here; null: nothing.
    public synchronized TrustMessage.@Nullable NoteRefusals take() {
        if (counts.isEmpty() && others == 0) return null;
        var refused = new ArrayList<TurnedAway>();
        counts.forEach((kind, count) -> refused.add(kind.times(count)));
        var note = new TrustMessage.NoteRefusals(refused, others);
        counts.clear();
        others = 0;
        return note;
    }

    /// It could not be noted.
    public synchronized void giveBack(TrustMessage.NoteRefusals note) {
        others += note.others();
        for (var each : note.refused()) {
            boolean room =
                    counts.containsKey(each.times(1)) || counts.size() < TurnedAway.KINDS_MAX;
            if (room) counts.merge(each.times(1), each.count(), Long::sum);
            else others += each.count();
        }
    }
}
