package dev.skerry.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// The part that people and tools talk to, on [ServerSettings#http]. It is found as a service.
public interface Front {
    /// Listens; what comes back says where, and ends it.
    Open open(ServerParts parts) throws IOException;

    /// A front that listens.
    interface Open extends AutoCloseable {
        InetSocketAddress address();

        /// A connection for a client that has come to another server of the cell.
        ///
        /// @param from where it is: it is counted and audited as if it had come itself
        Socket enter(InetSocketAddress from) throws IOException;

        @Override
        void close();
    }
}
