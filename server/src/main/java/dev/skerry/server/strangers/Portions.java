package dev.skerry.server.strangers;

import java.util.HashMap;
import java.util.Map;

/// An amount of something, and who has how much of it. Nobody takes more than his share, nor more
/// than is left for all others: each that asks for all he can get leaves half of the rest, so that
/// a handful of them shuts out nobody but itself.
///
/// @param <O> who counts as one
public final class Portions<O> {
    private final long all;
    private final long each;
    private final Map<O, Long> byOwner = new HashMap<>();
    private long taken;

    /// @param all that there is
    /// @param each for one owner, at most
    public Portions(long all, long each) {
        this.all = all;
        this.each = each;
    }

    /// False when the owner gets no more.
    public synchronized boolean take(O owner, long amount) {
        long own = byOwner.getOrDefault(owner, 0L) + amount;
        if (own > Math.min(each, all - taken)) return false;
        byOwner.put(owner, own);
        taken += amount;
        return true;
    }

    public synchronized void giveBack(O owner, long amount) {
        byOwner.computeIfPresent(owner, (_, own) -> own > amount ? own - amount : null);
        taken -= amount;
    }

    public synchronized long taken() {
        return taken;
    }
}
