package dev.skerry.server.strangers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A number of places, in [Portions] of addresses.
public final class Places {
    /// Of an IPv6 address the network counts: its owner has all the rest.
    private static final int NETWORK_BYTES = 8;

    private final Portions<InetAddress> places;

    /// @param all places there are
    /// @param each of them for one address, at most
    public Places(int all, int each) {
        places = new Portions<>(all, each);
    }

    /// False when the address gets no more.
    public boolean take(InetAddress address) {
        return places.take(owner(address), 1);
    }

    public void giveBack(InetAddress address) {
        places.giveBack(owner(address), 1);
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
