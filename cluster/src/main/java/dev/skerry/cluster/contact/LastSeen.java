package dev.skerry.cluster.contact;

import dev.skerry.kernel.Now;

/// When a server was there last, by its own wall clock: noted every few seconds, so that the next
/// one knows for how long nobody was.
///
/// A board without a clock battery wakes in 1970, or when it was switched off, and is told the time
/// a little later. So a clock that is set back does not make the latest time forgotten, until it
/// has been behind for an hour: then it is right.
///
/// @param latestWallMs the latest time of all notes; 0: there is none
/// @param wallMs the time of the last note: less than the latest while the clock is behind
/// @param behindSinceTickMs since when it is, as far as this process knows; -1: it is not
public record LastSeen(long latestWallMs, long wallMs, long behindSinceTickMs) {
    public static final long NOTE_EVERY_MS = 10_000;
    static final long BEHIND_MAX_MS = 3_600_000;

    private static final long NOT_BEHIND = -1;
    public static final LastSeen UNKNOWN = at(0);

    public static LastSeen at(long wallMs) {
        return new LastSeen(wallMs, wallMs, NOT_BEHIND);
    }

    /// As the note says that was on disk.
    public LastSeen withLast(long wallMs) {
        return new LastSeen(latestWallMs, wallMs, NOT_BEHIND);
    }

    /// Nobody was there between [#beforeMs] and now; or that is not known.
    public boolean gap(Now now) {
        return latestWallMs <= 0 || now.wallMs() - beforeMs(now) >= Absences.LEAST_MS;
    }

    /// The last time before now at which a server was there; 0: none is known.
    public long beforeMs(Now now) {
        return now.wallMs() >= latestWallMs ? latestWallMs : wallMs;
    }

    /// The note that a server makes that is there now.
    public LastSeen next(Now now) {
        if (now.wallMs() >= latestWallMs) return at(now.wallMs());
        if (behindSinceTickMs == NOT_BEHIND)
            return new LastSeen(latestWallMs, now.wallMs(), now.tickMs());
        if (now.tickMs() - behindSinceTickMs >= BEHIND_MAX_MS) return at(now.wallMs());
        return new LastSeen(latestWallMs, now.wallMs(), behindSinceTickMs);
    }
}
