package dev.skerry.cli.dev;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/// Ports of this machine for the fleet: those of the last start where they are free still.
final class Ports {
    static final int HTTP = 4646;
    static final int LINK = 4647;

    /// Of the first node; those of the others follow.
    static final int AGENT = 4648;

    private final Properties settings;
    private final Consumer<String> talk;
    private final Set<Integer> taken = new HashSet<>();

    /// @param settings where they are kept between two starts
    /// @param talk hears of a port that could not be had
    Ports(Properties settings, Consumer<String> talk) {
        this.settings = settings;
        this.talk = talk;
    }

    /// The port that people asked for, and no other.
    int asked(String key, int port) throws Failure {
        if (port < 1 || port > 65_535)
            throw Failure.usage("--http", Integer.toString(port), "a port from 1 to 65535");
        if (!free(port))
            throw new Failure(
                    ExitCode.FAILED,
                    "Port " + port + " of this machine is taken.",
                    "Leave --http away, and a free one is found.");
        return kept(key, port);
    }

    int choose(String key, int usual) throws IOException {
        var before = settings.getProperty(key, "");
        int wanted = before.matches("[0-9]{1,5}") ? Integer.parseInt(before) : usual;
        if (free(wanted)) return kept(key, wanted);
        int other;
        do other = anyFree();
        while (taken.contains(other));
        if (key.equals("http"))
            talk.accept("Port %d is taken, so it is %d this time.".formatted(wanted, other));
        return kept(key, other);
    }

    private int kept(String key, int port) {
        taken.add(port);
        settings.setProperty(key, Integer.toString(port));
        return port;
    }

    private boolean free(int port) {
        if (taken.contains(port)) return false;
        try (var socket = new ServerSocket()) {
            socket.bind(at(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyFree() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(at(0));
            return socket.getLocalPort();
        }
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /// The address of the API on that port, as commands take it.
    static String address(int port) {
        return port == HTTP ? Session.ADDRESS_DEFAULT : "http://127.0.0.1:" + port;
    }
}
