package dev.skerry.server.http;

import dev.skerry.server.authority.ServerTls;
import dev.skerry.server.http.wire.HeardBytes;
import dev.skerry.server.http.wire.Requests;
import dev.skerry.server.http.wire.TlsWire;
import dev.skerry.server.http.wire.ToldBytes;
import dev.skerry.server.relay.Relay;
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
/// @param heard what the client says
/// @param reads the same, as the library takes it
/// @param dataWriter what it is told
/// @param tls null: none is spoken on this server
record Talk(
        ConnectionContext whole,
        DataReader heard,
        Requests reads,
        DataWriter dataWriter,
        @Nullable TlsWire tls)
        implements ConnectionContext {
    static Talk on(ConnectionContext whole, @Nullable ServerTls server, Requests.Hearing hearing) {
        var plain = whole.dataReader();
        if (server == null)
            return new Talk(whole, plain, new Requests(plain, hearing), whole.dataWriter(), null);
        var tls = new TlsWire(server.context(), plain, whole.dataWriter());
        var heard = tls.reader();
        return new Talk(whole, heard, new Requests(heard, hearing), tls.writer(), tls);
    }

    /// Waits for the first that the client says; false: it has left without a word.
    boolean begun() {
        try {
            heard.ensureAvailable();
            return true;
        } catch (RuntimeException _) { // whoever reads next is told so
            return false;
        }
    }

    /// Both ends of it, for whoever carries what is said on to another server.
    ///
    /// @param parted ends it
    /// @param cut ends it at once
    Relay.Side end(Runnable parted, Runnable cut) {
        return new Relay.Side(new HeardBytes(heard), new ToldBytes(dataWriter), parted, cut);
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
