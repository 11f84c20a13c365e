package dev.skerry.kernel.link;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where the bytes of a stream come from, on the node that has them. For one thread.
public interface StreamSource {
    /// The next piece, as soon as there is one.
    ///
    /// @param bytesMax at least 1
    /// @return an empty piece when nothing has come for a second or so; null: it is over
    @Nullable Piece next(int bytesMax) throws IOException, InterruptedException;

    /// @param at where its first byte stands in the whole; a leap says that what is between is gone
    @SuppressWarnings("ArrayRecordComponent") // it belongs to who has asked for it
    record Piece(long at, byte[] bytes) {}
}
