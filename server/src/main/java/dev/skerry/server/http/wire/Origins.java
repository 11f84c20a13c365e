package dev.skerry.server.http.wire;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Where the clients of connections are.
@FunctionalInterface
public interface Origins {
    /// Where the connection comes from.
    Origins DIRECT = peer -> (InetSocketAddress) peer.address();

    /// Null: it should not be here.
    @Nullable InetSocketAddress of(PeerInfo peer);
}
