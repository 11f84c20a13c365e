package dev.skerry.server.strangers;

import java.util.HashMap;
import java.util.Map;

/// A number of places, of which no address takes more than its share ([Places]), and no caller more
/// than his, from however many addresses he comes: so one program that went astray leaves places to
/// whoever sits behind the same address, and to whoever does not.
public final class GuestPlaces {
    private final Places ofAddresses;
    private final int ofCallerMax;
    private final Map<String, Integer> byCaller = new HashMap<>();

    /// @param all places there are
    /// @param ofAddressMax of them for one address, at most
    /// @param ofCallerMax of them for one caller, at most
    public GuestPlaces(int all, int ofAddressMax, int ofCallerMax) {
        ofAddresses = new Places(all, ofAddressMax);
        this.ofCallerMax = ofCallerMax;
    }

    /// False when the guest gets no more.
    public synchronized boolean take(Guest guest) {
        int own = byCaller.getOrDefault(guest.caller(), 0);
        boolean known = !guest.caller().isEmpty();
        if (known && own >= ofCallerMax) return false;
        if (!ofAddresses.take(guest.address())) return false;
        if (known) byCaller.put(guest.caller(), own + 1);
        return true;
    }

    public synchronized void giveBack(Guest guest) {
        ofAddresses.giveBack(guest.address());
        byCaller.computeIfPresent(guest.caller(), (_, own) -> own > 1 ? own - 1 : null);
    }
}
