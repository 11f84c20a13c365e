package dev.skerry.trust.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who has shown something wrong, how often, and how long he is asked to wait: from the sixth time
/// within a minute on 1 s, then twice as long each time, at most a minute. A minute without
/// anything wrong, and all is forgotten. Whoever shows what is right is never kept waiting.
///
/// Of an IPv6 address the network counts: its owner has all the rest.
public final class FailedTries {
    static final int FREE = 5;
    static final long WITHIN_MS = 60_000;
    static final long PAUSE_MAX_S = 60;
    static final int OWNERS_MAX = 10_000;
    private static final int NETWORK_BYTES = 8;
    private static final int DOUBLINGS_MAX = 6;

    /// The one who was wrong longest ago comes first, and is forgotten first.
    private final SequencedMap<String, Tries> byOwner = new LinkedHashMap<>();

    private record Tries(long sinceMs, long lastMs, int count) {}

    /// Somebody has shown something wrong. The servers' clock goes back once, when a server takes
    /// over the time of the log: what was a minute or more ahead of it is as good as forgotten.
    ///
    /// @param tickMs now
    /// @return for how many seconds he shall not come again; 0: he may
    public synchronized long wrong(InetAddress from, long tickMs) {
        var owner = owner(from);
        var before = byOwner.remove(owner);
        var tries = next(before, tickMs);
        byOwner.put(owner, tries);
        if (byOwner.size() > OWNERS_MAX) byOwner.pollFirstEntry();
        int tooOften = tries.count - FREE;
        if (tooOften <= 0) return 0;
        return Math.min(PAUSE_MAX_S, 1L << Math.min(tooOften - 1, DOUBLINGS_MAX));
    }

    private static Tries next(@Nullable Tries before, long tickMs) {
        boolean over =
                before == null
                        || Math.abs(tickMs - before.lastMs) >= WITHIN_MS
                        || (before.count < FREE && Math.abs(tickMs - before.sinceMs) >= WITHIN_MS);
        if (before == null || over) return new Tries(tickMs, tickMs, 1);
        return new Tries(before.sinceMs, tickMs, before.count + 1);
    }

    /// Who counts as one, as text: an address, or the network of an IPv6 address.
    static String owner(InetAddress address) {
        var bytes = address.getAddress();
        boolean network = address instanceof Inet6Address;
        return HexFormat.of().formatHex(network ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
