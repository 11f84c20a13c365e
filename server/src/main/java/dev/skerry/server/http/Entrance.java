package dev.skerry.server.http;

import dev.skerry.server.http.wire.Origins;
import io.helidon.common.socket.PeerInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The way in for clients that other servers have passed on: a port of loopback, which each of them
/// gets to by a connection that was announced here. Others who find the port get nowhere.
final class Entrance implements Origins, AutoCloseable {
    private static final InetSocketAddress FREE_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Opener opener;
    private final Map<SocketAddress, InetSocketAddress> announced = new ConcurrentHashMap<>();
    private ApiServer.@Nullable OpenPort open;
    private boolean closed;

    /// Listens.
    @FunctionalInterface
    interface Opener {
        ApiServer.OpenPort open(InetSocketAddress at, Connections connections) throws IOException;
    }

    Entrance(Opener opener) {
        this.opener = opener;
    }

    /// A connection for a client that is there.
    Socket enter(InetSocketAddress from) throws IOException {
        var to = open().address();
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.bind(FREE_PORT);
            announced.put(socket.getLocalSocketAddress(), from);
            socket.connect(to);
            return socket;
        } catch (IOException e) {
            announced.remove(socket.getLocalSocketAddress());
            socket.close();
            throw e;
        }
    }

    /// A server alone never opens it.
    private synchronized ApiServer.OpenPort open() throws IOException {
        if (closed) throw new IOException("the server stops");
        var made = open;
        if (made == null) {
            made = opener.open(FREE_PORT, Connections.passedOn(Connections.Times.USUAL, this));
            open = made;
        }
        return made;
    }

    @Override
    public @Nullable InetSocketAddress of(PeerInfo peer) {
        return announced.remove(peer.address());
    }

    @Override
    public synchronized void close() {
        closed = true;
        var made = open;
        if (made != null) made.close();
    }
}
