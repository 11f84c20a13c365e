package dev.skerry.server.authority;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.LinkedHashSet;
import java.util.Set;

/// The addresses of this machine that others can call it by.
final class OwnAddresses {
    /// In one certificate. A machine with more of them has names, too.
    private static final int ADDRESSES_MAX = 64;

    private OwnAddresses() {}

    /// @param at where is listened: one address, or all
    static Set<String> behind(InetAddress at) throws IOException {
        if (!at.isAnyLocalAddress()) return Set.of(text(at));
        var all = new LinkedHashSet<String>();
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(it -> !it.isLinkLocalAddress()) // nobody writes those into an address
                .map(OwnAddresses::text)
                .sorted()
                .limit(ADDRESSES_MAX)
                .forEach(all::add);
        return all;
    }

    private static String text(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
