package dev.skerry.server.peers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What a server is told that wants to be let in.
sealed interface Welcome {
    /// It belongs to the cell, and has all that a server has on its disk beside the log.
    ///
    /// @param id its own from now on
    /// @param authority key and certificate, as they are in a file
    /// @param epoch the history that the log is
    record In(String id, String authority, String epoch) implements Welcome {}

    /// It does not.
    record Refused(String sentence) implements Welcome {}

    static void write(Welcome what, DataOutputStream to) throws IOException {
        switch (what) {
            case In(var id, var authority, var epoch) -> {
                to.writeBoolean(true);
                to.writeUTF(id);
                to.writeUTF(authority);
                to.writeUTF(epoch);
            }
            case Refused(var sentence) -> {
                to.writeBoolean(false);
                to.writeUTF(sentence);
            }
        }
        to.flush();
    }

    static Welcome read(DataInputStream in) throws IOException {
        if (!in.readBoolean()) return new Refused(in.readUTF());
        return new In(in.readUTF(), in.readUTF(), in.readUTF());
    }
}
