package dev.skerry.server.http.load;

import java.util.HashMap;
import java.util.Map;

/// An amount of something, and who has how much of it. Nobody takes more than his share, nor more
/// than is left for all others: each that asks for all he can get leaves half of the rest.
final class Portions {
    private final long all;
    private final long each;
    private final Map<String, Long> byOwner = new HashMap<>();
    private long taken;

    /// @param all that there is
    /// @param each for one owner, at most
    Portions(long all, long each) {
        this.all = all;
        this.each = each;
    }

    /// False when the owner gets no more.
    synchronized boolean take(String owner, long amount) {
        long own = byOwner.getOrDefault(owner, 0L) + amount;
        if (own > Math.min(each, all - taken)) return false;
        byOwner.put(owner, own);
        taken += amount;
        return true;
    }

    synchronized void giveBack(String owner, long amount) {
        byOwner.computeIfPresent(owner, (_, own) -> own > amount ? own - amount : null);
        taken -= amount;
    }

    synchronized long taken() {
        return taken;
    }
}
