package dev.skerry.cluster.contact;

import java.util.ArrayList;
import java.util.List;

/// The times in which no server ran, by the servers' wall clocks, oldest first. One that ends after
/// now was said by a clock that was wrong, and is passed over.
public record Absences(List<Absence> all) {
    public static final Absences NONE = new Absences(List.of());

    /// A shorter one is a restart or an election. No node is missed before it was silent for 25 s,
    /// so nothing could have been seen meanwhile.
    public static final long LEAST_MS = 30_000;

    /// More than these are not remembered one by one: the oldest become one.
    public static final int KEPT_MAX = 128;

    public Absences {
        all = List.copyOf(all);
    }

    /// @param leastMs two with less between them become one: whoever ran for so short a time has
    ///   hardly heard anybody
    /// @param kept the oldest become one until there are no more than these
    public Absences with(Absence next, long leastMs, int kept) {
        var list = new ArrayList<Absence>();
        for (var old : all)
            if (old.fromWallMs() < next.untilWallMs())
                add(
                        list,
                        old.fromWallMs(),
                        Math.min(old.untilWallMs(), next.untilWallMs()),
                        leastMs);
        add(list, next.fromWallMs(), next.untilWallMs(), leastMs);
        for (var old : all) if (old.fromWallMs() >= next.untilWallMs()) list.add(old);
        while (list.size() > Math.max(1, kept)) {
            var first = list.removeFirst();
            list.set(0, new Absence(first.fromWallMs(), list.getFirst().untilWallMs()));
        }
        return new Absences(list);
    }

    private static void add(List<Absence> to, long fromWallMs, long untilWallMs, long leastMs) {
        while (!to.isEmpty() && fromWallMs - to.getLast().untilWallMs() < leastMs) {
            var last = to.removeLast();
            fromWallMs = Math.min(fromWallMs, last.fromWallMs());
            untilWallMs = Math.max(untilWallMs, last.untilWallMs());
        }
        to.add(new Absence(fromWallMs, untilWallMs));
    }

    /// Those that are over.
    public List<Absence> before(long nowWallMs) {
        return all.stream().filter(it -> it.untilWallMs() <= nowWallMs).toList();
    }

    /// Since when it is known without a gap what has been so since then.
    public long knownSince(long sinceWallMs, long nowWallMs) {
        long known = sinceWallMs;
        for (var it : before(nowWallMs)) known = Math.max(known, it.untilWallMs());
        return known;
    }
}
