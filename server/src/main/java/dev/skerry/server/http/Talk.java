package dev.skerry.server.http;

import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.http.wire.Requests;
import dev.skerry.server.http.wire.TlsWire;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A connection as it is, but for what is read from it, and for TLS.
///
/// @param reads what the client says, as the library takes it
/// @param dataWriter what it is told
/// @param tls null: none is spoken on this server
record Talk(ConnectionContext whole, Requests reads, DataWriter dataWriter, @Nullable TlsWire tls)
        implements ConnectionContext {
    static Talk on(ConnectionContext whole, @Nullable ServerTls server, Requests.Hearing hearing) {
        if (server == null)
            return new Talk(
                    whole, new Requests(whole.dataReader(), hearing), whole.dataWriter(), null);
        var tls = new TlsWire(server.context(), whole.dataReader(), whole.dataWriter());
        return new Talk(whole, new Requests(tls.reader(), hearing), tls.writer(), tls);
    }

    /// Whether somebody speaks plain HTTP where TLS is spoken.
    boolean misplaced() {
        return tls != null && tls.plain();
    }

    @Override
    public DataReader dataReader() {
        return reads;
    }

    @Override
    public ListenerContext listenerContext() {
        return whole.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return whole.executor();
    }

    @Override
    public Router router() {
        return whole.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return whole.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return whole.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return whole.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return whole.localPeer();
    }

    @Override
    public boolean isSecure() {
        return tls != null && !tls.plain();
    }

    @Override
    public String socketId() {
        return whole.socketId();
    }

    @Override
    public String childSocketId() {
        return whole.childSocketId();
    }
}
