package dev.skerry.server.strangers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A number of places, and who has them. No address takes more than its share, nor more than are
/// left for all others: each that asks for all it can get leaves half of the rest, so that a
/// handful of them shuts out nobody but itself.
public final class Places {
    /// Of an IPv6 address the network counts: its owner has all the rest.
    private static final int NETWORK_BYTES = 8;

    private final int all;
    private final int each;
    private final Map<InetAddress, Integer> byOwner = new HashMap<>();
    private int taken;

    /// @param all places there are
    /// @param each of them for one address, at most
    public Places(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /// False when the address gets no more.
    public synchronized boolean take(InetAddress address) {
        var owner = owner(address);
        int own = byOwner.getOrDefault(owner, 0);
        if (own >= Math.min(each, all - taken)) return false;
        byOwner.put(owner, own + 1);
        taken++;
        return true;
    }

    public synchronized void giveBack(InetAddress address) {
        byOwner.computeIfPresent(owner(address), (_, own) -> own > 1 ? own - 1 : null);
        taken--;
    }

    /// Who counts as one: an address, or the whole network of an IPv6 address.
    public static InetAddress owner(InetAddress address) {
        if (!(address instanceof Inet6Address)) return address;
        var bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return address; // of another length: it counts as a whole
        }
    }
}
