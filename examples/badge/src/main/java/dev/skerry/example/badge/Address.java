package dev.skerry.example.badge;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;

/// Where the badge answers just now.
final class Address {
    private Address() {}

    /// The host it was told to listen on, or, when that is every address, the first one by which
    /// others may reach this machine.
    static String of(String host, int port) {
        boolean every = host.equals("0.0.0.0") || host.equals("::");
        return (every ? outward() : host) + ":" + port;
    }

    private static String outward() {
        try {
            for (var link : NetworkInterface.networkInterfaces().toList()) {
                if (!link.isUp() || link.isLoopback()) continue;
                for (var address : link.getInterfaceAddresses())
                    if (address.getAddress() instanceof Inet4Address four)
                        return four.getHostAddress();
            }
        } catch (SocketException _) {
            return "unknown"; // a badge without a network still shows the rest
        }
        return "offline";
    }
}
