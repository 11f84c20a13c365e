package dev.skerry.agent.link;

import dev.skerry.kernel.link.Frame;
import java.security.KeyPair;
import org.jspecify.annotations.Nullable;

/// When the node asks for its next certificate: by the clock of the servers, since its own may
/// stand in 1970 or in another year. For the uplink's thread only.
final class Renewal {
    /// Between an answer and the next question lies so much, whatever the clocks say; less when
    /// certificates are short-lived.
    private static final long PAUSE_MAX_MS = 3_600_000;

    private static final long PAUSE_MIN_MS = 1_000;

    private long serverWallMs;
    private long heardTickMs;
    private @Nullable Long answeredTickMs;
    private @Nullable KeyPair asked;

    /// A link is up: an answer to an earlier question comes no more.
    void connected(Frame.Welcome welcome, long tickMs) {
        asked = null;
        serverWallMs = welcome.wallMs();
        heardTickMs = tickMs;
    }

    /// @param wallMs by the node's own clock; it counts when the servers do not tell the time
    boolean due(OwnIdentity.Certified certified, long tickMs, long wallMs) {
        if (asked != null) return false;
        var answered = answeredTickMs;
        if (answered != null && tickMs - answered < pauseMs(certified)) return false;
        long now = serverWallMs == 0 ? wallMs : serverWallMs + tickMs - heardTickMs;
        return now >= certified.renewAtWallMs();
    }

    /// From when to ask to the end is a third of its life.
    private static long pauseMs(OwnIdentity.Certified certified) {
        long endWallMs = certified.chain().getFirst().getNotAfter().toInstant().toEpochMilli();
        long half = (endWallMs - certified.renewAtWallMs()) / 2;
        return Math.clamp(half, PAUSE_MIN_MS, PAUSE_MAX_MS);
    }

    void asked(KeyPair key) {
        asked = key;
    }

    /// The key that the answer is for; null: nothing was asked.
    @Nullable KeyPair answered(long tickMs) {
        var key = asked;
        asked = null;
        answeredTickMs = tickMs;
        return key;
    }

    /// The server does not certify it; it is asked again, as after any answer.
    void refused(long tickMs) {
        if (asked != null) answered(tickMs);
    }
}
