package dev.skerry.server;

import java.io.IOException;
import java.net.InetSocketAddress;

/// The part that people and tools talk to, on [ServerSettings#http]. It is found as a service.
public interface Front {
    /// Listens; what comes back says where, and ends it.
    Open open(ServerParts parts) throws IOException;

    /// A front that listens.
    interface Open extends AutoCloseable {
        InetSocketAddress address();

        @Override
        void close();
    }
}
