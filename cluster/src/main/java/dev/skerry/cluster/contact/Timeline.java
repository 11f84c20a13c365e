package dev.skerry.cluster.contact;

import dev.skerry.cluster.contact.Stretch.Reachability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one node was in reach, oldest first. The last stretch lasts until now.
public record Timeline(List<Stretch> stretches) {
    /// A node that has joined and is not heard for so long is missed.
    static final long JOIN_MAX_MS = 10_000;

    /// Stretches that lasted no time are left out, except the one with which the node began.
    public Timeline {
        var all = new ArrayList<Stretch>();
        for (var it : stretches) {
            if (!all.isEmpty() && empty(all.getLast(), it)) all.removeLast();
            all.add(it);
        }
        stretches = List.copyOf(all);
    }

    private static boolean empty(Stretch it, Stretch next) {
        return it.fromWallMs() == next.fromWallMs() && it.seen() != Reachability.JOINED;
    }

    /// What was noted of the node, and over it the times in which nobody was there to note
    /// anything. After each of them it counts as it was before, until something else is noted.
    ///
    /// @param noted oldest first by its time, whatever the clock did meanwhile
    public static Timeline of(List<Stretch> noted, Absences absences, long nowWallMs) {
        var all = new ArrayList<Stretch>();
        Stretch last = null;
        int next = 0;
        for (var absence : absences.before(nowWallMs)) {
            for (; before(noted, next, absence.fromWallMs()); next++) {
                last = noted.get(next);
                all.add(last);
            }
            if (last != null) all.add(new Stretch(Reachability.UNKNOWN, absence.fromWallMs()));
            while (before(noted, next, absence.untilWallMs())) last = noted.get(next++);
            if (last != null) all.add(last.from(absence.untilWallMs()));
        }
        all.addAll(noted.subList(next, noted.size()));
        return new Timeline(all);
    }

    private static boolean before(List<Stretch> noted, int next, long wallMs) {
        return next < noted.size() && noted.get(next).fromWallMs() < wallMs;
    }

    /// How much of the time until now was what.
    ///
    /// @param breaks how often the node was missed
    /// @param unknownMs in which no server ran
    public record Share(
            long connectedMs, long missedMs, long unknownMs, int breaks, long longestBreakMs) {}

    public Share share(long fromWallMs, long nowWallMs) {
        long connectedMs = 0;
        long missedMs = 0;
        long unknownMs = 0;
        int breaks = 0;
        long longestMs = 0;
        boolean missed = false;
        for (int i = 0; i < stretches.size(); i++) {
            var it = stretches.get(i);
            var after = i + 1 < stretches.size() ? stretches.get(i + 1) : null;
            long ms = within(it, after, fromWallMs, nowWallMs);
            if (ms <= 0) continue;
            boolean late = it.seen() == Reachability.JOINED && ms >= JOIN_MAX_MS;
            switch (late ? Reachability.MISSED : it.seen()) {
                case JOINED -> {}
                case CONNECTED -> {
                    connectedMs += ms;
                    missed = false;
                }
                case UNKNOWN -> unknownMs += ms;
                case MISSED -> {
                    missedMs += ms;
                    if (!missed) breaks++; // what nobody saw in between ends no break
                    missed = true;
                    longestMs = Math.max(longestMs, ms);
                }
            }
        }
        return new Share(connectedMs, missedMs, unknownMs, breaks, longestMs);
    }

    private static long within(
            Stretch it, @Nullable Stretch after, long fromWallMs, long nowWallMs) {
        long begin = Math.max(fromWallMs, it.fromWallMs());
        long end = after == null ? nowWallMs : Math.min(nowWallMs, after.fromWallMs());
        return end - begin;
    }
}
