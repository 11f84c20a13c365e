package dev.skerry.server.link;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.Events;
import dev.skerry.server.relay.Relay;
import dev.skerry.server.strangers.Murmur;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Where nodes connect: TLS 1.3 only, a virtual thread for each connection.
///
/// Whoever has not shown a certificate and said hello gets ten seconds, one small frame and a place
/// as [Admission] has them.
public final class LinkListener implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int SEND_BUFFER_BYTES = 64 * 1024;
    private static final long STRANGER_MS = 10_000;
    private static final long FAREWELL_MS = 1_000;

    private final NodeLinks links;
    private final OtherServers others;
    private final Tls tls;
    private final ServerSocket listening;
    private final Admission admission = new Admission();
    private final Murmur unaccepted = new Murmur();
    private final Murmur unclosed = new Murmur();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService patience =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("link-patience").daemon().factory());

    /// What this side of a connection shows and trusts; asked for each of them.
    public interface Tls {
        SSLContext context();
    }

    /// As the other, of a server alone.
    LinkListener(NodeLinks links, Tls tls, InetSocketAddress at) throws IOException {
        this(links, OtherServers.NONE, tls, at);
    }

    /// Listens; connections are taken from now on.
    ///
    /// @param others who may come too, and may hear nodes in place of this server
    public LinkListener(NodeLinks links, OtherServers others, Tls tls, InetSocketAddress at)
            throws IOException {
        this.links = links;
        this.others = others;
        this.tls = tls;
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(at, BACKLOG);
        Thread.ofPlatform().name("link-listener").daemon().start(this::accept);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            Events.say("the link listener did not close: " + e.getMessage());
        }
        for (var socket : open) quietly(socket);
        patience.shutdownNow();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                var place = admission.enter(socket.getInetAddress());
                if (place == null) {
                    quietly(socket);
                    continue;
                }
                open.add(socket);
                if (listening.isClosed()) quietly(socket); // which has not seen this one
                Thread.ofVirtual().start(() -> serve(socket, place));
            } catch (IOException e) {
                if (listening.isClosed()) return;
                unaccepted.say("a link could not be accepted: " + e.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void serve(Socket socket, Admission.WayIn place) {
        try (socket) {
            served(socket, place);
        } catch (IOException | RejectedExecutionException e) {
            // Scans, cut lines and old certificates come and go; a node says itself what is wrong.
            // Whoever comes when all ends here is let go.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            place.leave();
            open.remove(socket);
        }
    }

    private void served(Socket socket, Admission.WayIn place)
            throws IOException, InterruptedException {
        var late = patience.schedule(() -> quietly(socket), STRANGER_MS, TimeUnit.MILLISECONDS);
        var address = socket.getInetAddress();
        Runnable greeted =
                () -> {
                    late.cancel(false);
                    place.leave();
                    admission.remember(address);
                };
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER_BYTES); // what waits in it cannot be overtaken
            socket.setSoTimeout((int) STRANGER_MS);
            talk(socket, greeted);
        } finally {
            late.cancel(false);
        }
    }

    private void talk(Socket socket, Runnable greeted) throws IOException, InterruptedException {
        var host = socket.getInetAddress().getHostAddress();
        var factory = tls.context().getSocketFactory();
        try (var secure = (SSLSocket) factory.createSocket(socket, host, socket.getPort(), false)) {
            var parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setWantClientAuth(true);
            parameters.setApplicationProtocols(new String[] {OtherServers.PROTOCOL});
            secure.setSSLParameters(parameters);
            secure.setUseClientMode(false);
            secure.startHandshake();
            if (OtherServers.PROTOCOL.equals(secure.getApplicationProtocol()))
                others.talk(secure, greeted);
            else hear(secure, socket, greeted);
            if (!socket.isClosed()) farewell(secure);
        }
    }

    private void hear(SSLSocket secure, Socket socket, Runnable greeted)
            throws IOException, InterruptedException {
        var certified = PeerName.of(secure.getSession());
        var from = (InetSocketAddress) socket.getRemoteSocketAddress();
        var in = secure.getInputStream();
        var out = secure.getOutputStream();
        Socket leader;
        try {
            leader = others.leader(from, certified);
        } catch (IOException e) {
            Wire.atServer(in, out).write(new Frame.Refused(e.getMessage() + "", true));
            return;
        }
        if (leader == null) {
            links.hear(in, out, certified, from, socket, greeted);
            return;
        }
        open.add(leader);
        try (leader) {
            socket.setSoTimeout(0);
            Runnable end = () -> quietly(socket);
            var there = Relay.Side.of(leader);
            Relay.between(
                    new Relay.Side(in, out, end, end),
                    certified == null // whoever joins has the time of a stranger
                            ? there
                            : there.reading(new FirstWord(there.in(), greeted)));
        } finally {
            open.remove(leader);
        }
    }

    /// Lets the other side read what was said last: a connection that is closed while something has
    /// come that nobody has read takes back what is still on its way.
    private static void farewell(SSLSocket secure) throws IOException {
        secure.shutdownOutput();
        var rest = new byte[4096];
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MS);
        while (true) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (leftMs <= 0) return;
            secure.setSoTimeout((int) leftMs);
            if (secure.getInputStream().read(rest) < 0) return;
        }
    }

    private void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            unclosed.say("a connection did not close: " + e.getMessage());
        }
    }
}
