package dev.skerry.server.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// Whether another server answers who has come to the API of this one.
public interface Elsewhere {
    /// This server answers everybody.
    Elsewhere NOWHERE =
            new Elsewhere() {
                @Override
                public boolean leads() {
                    return false;
                }

                @Override
                public @Nullable Socket api(InetSocketAddress from) {
                    return null;
                }
            };

    /// Whether another server leads, and is heard.
    boolean leads();

    /// A connection on which the server that leads hears such a client; null: this server answers
    /// itself, since it leads, or since it hears nobody who does.
    ///
    /// @param from where the client is
    /// @throws IOException when the server that leads cannot be reached now
    @Nullable Socket api(InetSocketAddress from) throws IOException;
}
