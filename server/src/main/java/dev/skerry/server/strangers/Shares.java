package dev.skerry.server.strangers;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/// How many places each address has taken. No address takes more than its share, so that whoever
/// asks for all of them shuts out nobody but himself.
public final class Shares {
    /// Of an IPv6 address the network counts: its owner has all the rest.
    private static final int NETWORK_BYTES = 8;

    private final int each;
    private final ConcurrentHashMap<InetAddress, Integer> taken = new ConcurrentHashMap<>();

    /// @param each places of one address
    public Shares(int each) {
        this.each = each;
    }

    /// False when the address has its share already.
    public boolean take(InetAddress address) {
        var before = new int[1];
        taken.compute(
                owner(address),
                (_, count) -> {
                    before[0] = count == null ? 0 : count;
                    return before[0] < each ? before[0] + 1 : before[0];
                });
        return before[0] < each;
    }

    public void giveBack(InetAddress address) {
        taken.computeIfPresent(owner(address), (_, count) -> count > 1 ? count - 1 : null);
    }

    private static InetAddress owner(InetAddress address) {
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
