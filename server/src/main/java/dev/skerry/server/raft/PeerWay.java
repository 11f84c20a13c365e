package dev.skerry.server.raft;

import java.io.IOException;

/// The way to the other servers of the cell, for what their logs ask each other.
public interface PeerWay {
    byte VOTE = 1;
    byte APPEND = 2;
    byte SNAPSHOT = 3;
    byte ELECT = 4;

    /// Which term the last one is that it has heard of: nothing in, 8 bytes out.
    byte TERM = 5;

    /// Of a question or an answer.
    int BYTES_MAX = 2 * (int) RaftFiles.ENTRY_MAX;

    /// There is no other server.
    PeerWay NONE =
            (server, _, _, _) -> {
                throw new IOException("there is no way to " + server);
            };

    /// Asks another server and waits for its answer.
    ///
    /// @param server its id
    /// @param address where servers connect to it, HOST:PORT
    /// @param what [#VOTE], [#APPEND], [#SNAPSHOT], [#ELECT] or [#TERM]
    /// @throws IOException when no answer has come, or it cannot answer
    byte[] ask(String server, String address, byte what, byte[] request) throws IOException;
}
