package dev.skerry.trust.server.rates;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How much each caller asks. So many requests a second go on for ever, and five seconds' worth of
/// them can come at once; what was not asked is saved up, for no more than that.
///
/// It is against a program that has gone astray, and so generous that people, pages and command
/// lines never meet it.
public final class RequestRates {
    /// Requests a second, where nothing else is said.
    public static final int USUAL = 200;

    public static final int RATE_MAX = 1_000_000;

    private static final int SECONDS_AT_ONCE = 5;
    private static final long SECOND_NS = 1_000_000_000;
    private static final long MS_NS = 1_000_000;

    /// Of those that asked last; who asked longer ago begins anew.
    static final int CALLERS_MAX = 20_000;

    private final int rate;
    private final long everyNs;
    private final long savedNs;

    /// When each would be asking if he always kept his pace; who asked longest ago comes first.
    private final SequencedMap<String, Long> due = new LinkedHashMap<>();

    /// @param rate requests a second for each caller, 1 to [#RATE_MAX]
    public RequestRates(int rate) {
        this.rate = rate;
        everyNs = SECOND_NS / rate;
        savedNs = (SECONDS_AT_ONCE * (long) rate - 1) * everyNs;
    }

    /// Requests a second.
    public int rate() {
        return rate;
    }

    /// Somebody asks. The servers' clock goes back once, when a server leads for the first time and
    /// takes over the time of the log: what was noted before says nothing then.
    ///
    /// @param who a token's id, or an address
    /// @param tickMs now
    /// @return 0: he may; otherwise after how many seconds he may again
    public synchronized long take(String who, long tickMs) {
        long nowNs = tickMs * MS_NS;
        var before = due.remove(who);
        long noted = before == null ? nowNs : before;
        long own = noted > nowNs + savedNs + everyNs ? nowNs : Math.max(noted, nowNs);
        long waitNs = own - savedNs - nowNs;
        due.put(who, waitNs > 0 ? own : own + everyNs);
        if (due.size() > CALLERS_MAX) due.pollFirstEntry();
        return waitNs > 0 ? Math.ceilDiv(waitNs, SECOND_NS) : 0;
    }
}
