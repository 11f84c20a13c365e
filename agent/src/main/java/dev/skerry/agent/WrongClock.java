package dev.skerry.agent;

import dev.skerry.kernel.Now;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Whether this machine's clock is wrong, judged by what its server said and the time that went by
/// since. A board without a clock battery wakes up in 1970, and nothing else would tell.
final class WrongClock {
    /// Good clocks at both ends of a slow link differ by less.
    static final long FORGIVEN_MS = 60_000;

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final String SO =
            "set the one that is wrong; until then the times that this node tells are not the"
                    + " fleet's";

    private boolean told;
    private long serverWallAtZeroMs;
    private String said = "";
    private long saidAheadMs;

    /// @param serverWallMs 0: the server is of before servers told it
    synchronized void heard(long serverWallMs, long tickMs) {
        told = serverWallMs != 0;
        serverWallAtZeroMs = serverWallMs - tickMs;
    }

    /// What is to be said now; empty: nothing is wrong as far as is known. The same words as long
    /// as the difference stays.
    synchronized String sentence(Now now) {
        long serverWallMs = serverWallAtZeroMs + now.tickMs();
        long aheadMs = now.wallMs() - serverWallMs;
        if (!told || Math.abs(aheadMs) <= FORGIVEN_MS) {
            said = "";
        } else if (said.isEmpty() || Math.abs(aheadMs - saidAheadMs) > FORGIVEN_MS) {
            saidAheadMs = aheadMs;
            var both =
                    "this machine's clock says %s, the server's %s (UTC): "
                            .formatted(text(now.wallMs()), text(serverWallMs));
            said = both + SO;
        }
        return said;
    }

    /// What the servers' clock says, as far as they have told it.
    synchronized long fleetWallMs(Now now) {
        return told ? serverWallAtZeroMs + now.tickMs() : now.wallMs();
    }

    private static String text(long wallMs) {
        return FORM.format(Instant.ofEpochMilli(wallMs));
    }
}
