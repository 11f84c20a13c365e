package dev.skerry.server;

import dev.skerry.servers.state.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a server says that others reach it.
final class Advertised {
    private Advertised() {}

    /// By the host that it was told; without one by where it listens, or by the first of its names,
    /// or its machine's, where that is everywhere.
    ///
    /// @throws IOException when the machine has no name
    static Member.Addresses of(
            ServerSettings settings, InetSocketAddress link, InetSocketAddress http)
            throws IOException {
        return new Member.Addresses(text(settings, link), text(settings, http));
    }

    private static String text(ServerSettings settings, InetSocketAddress at) throws IOException {
        var host = settings.cell().advertise();
        if (host.isEmpty()) host = listening(settings, at);
        return at(host, at.getPort());
    }

    private static String listening(ServerSettings settings, InetSocketAddress at)
            throws IOException {
        if (!at.getAddress().isAnyLocalAddress()) return at.getAddress().getHostAddress();
        if (!settings.names().isEmpty()) return settings.names().getFirst();
        return InetAddress.getLocalHost().getHostName();
    }

    /// As it is written, an address with colons in brackets.
    static String at(String host, int port) {
        boolean bare = host.contains(":") && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + port;
    }
}
