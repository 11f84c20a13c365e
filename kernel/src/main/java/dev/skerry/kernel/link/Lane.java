package dev.skerry.kernel.link;

/// How urgent something is that is said on a link. What waits in an earlier lane goes first, so
/// that a long log never delays a sign of life.
public enum Lane {
    /// Steers the link, or what is said on it. It is little.
    STEER(0, 1024 * 1024),

    /// Work: orders and reports.
    WORK(1, 16 * 1024 * 1024),

    /// What fills the line, for as long as it takes: the bytes of streams.
    BULK(2, 16 * 1024 * 1024);

    /// As it stands on wires.
    final int number;

    /// Bytes that may wait in this lane of one link. Who lets more wait has stopped reading.
    public final int bytesMax;

    Lane(int number, int bytesMax) {
        this.number = number;
        this.bytesMax = bytesMax;
    }

    /// The lane of a number; one that only a later build has is none to wait for.
    static Lane of(long number) {
        for (var lane : values()) if (lane.number == number) return lane;
        return BULK;
    }
}
