package dev.skerry.server.strangers;

import dev.skerry.server.Events;
import java.util.concurrent.TimeUnit;

/// Says what strangers can cause as often as they like: a line a second, with the count of those
/// that were left out.
public final class Murmur {
    private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private long lastNs = System.nanoTime() - EVERY_NS;
    private long left;

    public void say(String sentence) {
        long more;
        synchronized (this) {
            long nowNs = System.nanoTime();
            if (nowNs - lastNs < EVERY_NS) {
                left++;
                return;
            }
            lastNs = nowNs;
            more = left;
            left = 0;
        }
        Events.say(
                more == 0 ? sentence : sentence + " (and " + more + " more of this kind before)");
    }
}
