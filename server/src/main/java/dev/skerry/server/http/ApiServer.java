package dev.skerry.server.http;

import dev.skerry.http.Callers;
import dev.skerry.http.Routes;
import dev.skerry.kernel.Check;
import dev.skerry.server.Front;
import dev.skerry.server.ServerParts;
import dev.skerry.server.http.wire.Chunks;
import dev.skerry.server.servers.KnownServers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The front of a server: HTTP/1.1 on virtual threads, one for each request.
public final class ApiServer implements Front {
    /// More than get a place: whoever is sent away is here for a moment too.
    private static final int CONNECTIONS_MAX = Connections.ALL_MAX + Answering.STREAMS_MAX + 1_024;

    /// That the system holds until their turn, which comes soon, rather than have them knock again.
    private static final int BACKLOG = 4_096;

    /// Up to here too large a body is answered by us.
    private static final int PAYLOAD_BYTES_MAX = Chunks.ALL_BYTES_MAX;

    /// Says nothing of its own but warnings; kept here, since loggers are forgotten otherwise.
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private static final Duration GRACE = Duration.ofMillis(500);

    @Override
    public Open open(ServerParts parts) throws IOException {
        return open(parts, callers(parts));
    }

    /// Those of the one room that knows callers.
    private static Callers callers(ServerParts parts) {
        Callers known = null;
        for (var room : parts.rooms()) {
            var more = room.callers(parts);
            Check.check(more == null || known == null, "two rooms say who calls");
            if (more != null) known = more;
        }
        return known == null ? new OneLocalCaller() : known;
    }

    static Open open(ServerParts parts, Callers callers) throws IOException {
        var http = parts.settings().http();
        var names = parts.settings().names();
        var gate = new Gate(names, name -> server(parts, name), http.secure());
        var routes = new Routes(RoomApis.of(parts));
        return open(
                http.at(),
                new Dispatch(
                        gate, callers, routes, new Pages(), new Dispatch.Certainty(parts.leader())),
                new Connections(Connections.Times.USUAL, parts.tls(), parts.elsewhere()));
    }

    /// Whether a server of the cell is known by that name.
    private static boolean server(ServerParts parts, String name) {
        for (var member : KnownServers.of(parts.leader().now().house()).members()) {
            var http = member.addresses().http().toLowerCase(Locale.ROOT);
            if (http.substring(0, http.lastIndexOf(':')).equals(name)) return true;
        }
        return false;
    }

    static Open open(InetSocketAddress at, Dispatch dispatch, Connections connections)
            throws IOException {
        var entrance = new Entrance((port, passedOn) -> listen(port, dispatch, passedOn));
        return new Doorway(listen(at, dispatch, connections), entrance);
    }

    private static OpenPort listen(InetSocketAddress at, Dispatch dispatch, Connections connections)
            throws IOException {
        LIBRARY.setLevel(Level.OFF); // a start that fails is said once, by whoever asked for it
        LIBRARY.setUseParentHandlers(false);
        for (var handler : LIBRARY.getHandlers()) LIBRARY.removeHandler(handler);
        LIBRARY.addHandler(new LibraryWarnings());
        var server =
                WebServer.builder()
                        .address(at.getAddress())
                        .port(at.getPort())
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .backlog(BACKLOG)
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .maxPayloadSize(PAYLOAD_BYTES_MAX)
                        .connectionOptions(it -> it.tcpNoDelay(true))
                        .directHandlers(DirectProblems.handlers())
                        .addConnectionSelector(connections)
                        .routing(HttpRouting.builder().any(new Answering(dispatch)::handle))
                        .build();
        try {
            server.start();
        } catch (IllegalStateException | UncheckedIOException e) {
            connections.close();
            throw new IOException(reason(e), e);
        } finally {
            LIBRARY.setLevel(Level.WARNING);
        }
        var address = new InetSocketAddress(at.getAddress(), server.port());
        return new OpenPort(server, connections, address);
    }

    private static String reason(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    /// One port that is listened on.
    record OpenPort(WebServer server, Connections connections, InetSocketAddress address) {
        void close() {
            server.stop();
            connections.close();
        }
    }

    /// For those who come here, and for those who have come to other servers.
    private record Doorway(OpenPort direct, Entrance entrance) implements Open {
        @Override
        public InetSocketAddress address() {
            return direct.address;
        }

        @Override
        public Socket enter(InetSocketAddress from) throws IOException {
            return entrance.enter(from);
        }

        @Override
        public void close() {
            entrance.close();
            direct.close();
        }
    }
}
