package dev.skerry.server.link;

/// The time in which this server has attended to its links. Nodes are waited for by this time: when
/// the server itself is held up, by work or by its machine, it has read nothing, and says nothing
/// of who was silent.
///
/// What reads the links beats as often as it gets to it. Where a beat is late, the time after which
/// it counts as late is all that has passed. It reads no clock.
final class Attention {
    /// How often it should beat.
    static final long BEAT_EVERY_MS = 250;

    /// Links are read late by no more than this, and nobody is missed for it.
    static final long LATE_AFTER_MS = 1_000;

    private long beatTickMs;

    /// In which nobody attended, until the last beat.
    private long lostMs;

    Attention(long tickMs) {
        beatTickMs = tickMs;
    }

    /// Links are read.
    synchronized void beat(long tickMs) {
        lostMs += lateMs(tickMs);
        beatTickMs = tickMs;
    }

    /// The time that has passed, by the ticks of the clock, less what was lost of it.
    synchronized long ms(long tickMs) {
        return tickMs - lostMs - lateMs(tickMs);
    }

    private long lateMs(long tickMs) {
        return Math.max(0, tickMs - beatTickMs - LATE_AFTER_MS);
    }
}
