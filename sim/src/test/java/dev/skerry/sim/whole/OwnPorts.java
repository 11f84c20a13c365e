package dev.skerry.sim.whole;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports of this machine for what is ended and started again. They are below those that the kernel
/// gives to connections, one of which may take a port while nobody listens there.
public final class OwnPorts {
    private static final int FROM = 10_000;
    private static final int BELOW = 32_768; // net.ipv4.ip_local_port_range
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private OwnPorts() {}

    /// One that is free, and that nobody else in this process is given.
    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, BELOW);
            if (GIVEN.add(port) && free(port)) return port;
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false; // another process listens there
        }
    }
}
