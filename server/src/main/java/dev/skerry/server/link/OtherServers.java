package dev.skerry.server.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The other servers of the cell, which connect where nodes do.
public interface OtherServers {
    /// By this name of TLS (ALPN) a server is told from a node.
    String PROTOCOL = "skerry-server/1";

    /// There are none, and none is let in.
    OtherServers NONE =
            new OtherServers() {
                @Override
                public void talk(SSLSocket secure, Runnable greeted) {}

                @Override
                public @Nullable Socket leader(
                        InetSocketAddress from, @Nullable PeerName certified) {
                    return null;
                }
            };

    /// Talks to one of them, or to one that wants to be let in, until that ends.
    ///
    /// @param greeted is run when it is known: nobody hurries it from then on
    void talk(SSLSocket secure, Runnable greeted) throws IOException, InterruptedException;

    /// A connection on which the server that leads hears a node that has come to this one; null:
    /// this server hears it itself.
    ///
    /// @param certified whose certificate the node has shown
    /// @throws IOException when the server that leads cannot be reached now
    @Nullable Socket leader(InetSocketAddress from, @Nullable PeerName certified)
            throws IOException;
}
