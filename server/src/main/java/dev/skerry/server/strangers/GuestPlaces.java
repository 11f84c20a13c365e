package dev.skerry.server.strangers;

/// A number of places, in portions of addresses ([Places]) and of callers ([Portions]), from
/// however many addresses these come: so one program that went astray leaves places to whoever sits
/// behind the same address, and to whoever does not.
public final class GuestPlaces {
    private final Places ofAddresses;
    private final Portions<String> ofCallers;

    /// @param all places there are
    /// @param ofAddressMax of them for one address, at most
    /// @param ofCallerMax of them for one caller, at most
    public GuestPlaces(int all, int ofAddressMax, int ofCallerMax) {
        ofAddresses = new Places(all, ofAddressMax);
        ofCallers = new Portions<>(all, ofCallerMax);
    }

    /// False when the guest gets no more.
    public synchronized boolean take(Guest guest) {
        if (isKnown(guest) && !ofCallers.take(guest.caller(), 1)) return false;
        if (ofAddresses.take(guest.address())) return true;
        if (isKnown(guest)) ofCallers.giveBack(guest.caller(), 1);
        return false;
    }

    public synchronized void giveBack(Guest guest) {
        ofAddresses.giveBack(guest.address());
        if (isKnown(guest)) ofCallers.giveBack(guest.caller(), 1);
    }

    private static boolean isKnown(Guest guest) {
        return !guest.caller().isEmpty();
    }
}
