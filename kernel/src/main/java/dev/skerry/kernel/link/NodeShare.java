package dev.skerry.kernel.link;

/// What one node can cause on the servers, whatever it sends: it outlives the node's links, so that
/// connecting again is no way around it. The links of one node may overlap for a moment.
///
/// | what                         | at once | afterwards    | what is over that                  |
/// |------------------------------|---------|---------------|------------------------------------|
/// | entries of the log           | 500     | 50 a second   | waits, and the node with it        |
/// | of them such of which only   | 3       | 1 in 5 s      | the last one waits, the others are |
/// | the last counts              |         |               | dropped                            |
/// | notes that it is there twice | 2       | 1 in a minute | is dropped                         |
/// | certificates                 | 5       | 1 in 10 s     | waits, and the node with it        |
public final class NodeShare {
    static final int ENTRIES_AT_ONCE = 500;
    static final long ENTRY_EVERY_MS = 20;
    static final int GATHERED_AT_ONCE = 3;
    static final long GATHERED_EVERY_MS = 5_000;
    static final int COPIES_AT_ONCE = 2;
    static final long COPY_EVERY_MS = 60_000;
    static final int RENEWALS_AT_ONCE = 5;
    static final long RENEWAL_EVERY_MS = 10_000;

    private final Pace entries = new Pace(ENTRIES_AT_ONCE, ENTRY_EVERY_MS);
    private final Pace gathered = new Pace(GATHERED_AT_ONCE, GATHERED_EVERY_MS);
    private final Pace copies = new Pace(COPIES_AT_ONCE, COPY_EVERY_MS);
    private final Pace renewals = new Pace(RENEWALS_AT_ONCE, RENEWAL_EVERY_MS);

    /// When the next entry may go to the log; it counts as gone then. Whoever breaks off while he
    /// waits for his turn, over and over, puts off nobody for longer than one pause.
    synchronized long entryTickMs(long tickMs) {
        return turnTickMs(entries, ENTRY_EVERY_MS, tickMs);
    }

    /// When the next certificate may be made; the same holds for it.
    synchronized long renewalTickMs(long tickMs) {
        return turnTickMs(renewals, RENEWAL_EVERY_MS, tickMs);
    }

    private static long turnTickMs(Pace pace, long everyMs, long tickMs) {
        long turnTickMs = Math.min(pace.turnTickMs(tickMs), tickMs + everyMs);
        pace.taken(turnTickMs);
        return turnTickMs;
    }

    /// Whether the last of what is gathered may go to the log now.
    synchronized boolean gathered(long tickMs) {
        return gathered.take(tickMs);
    }

    /// Whether it may be noted now that the node is there twice.
    public synchronized boolean copy(long tickMs) {
        return copies.take(tickMs);
    }
}
