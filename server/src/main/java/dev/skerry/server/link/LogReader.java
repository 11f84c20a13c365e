package dev.skerry.server.link;

import java.nio.ByteBuffer;
import java.time.Duration;

/// One task's output on its way. For one thread at a time.
public interface LogReader extends AutoCloseable {
    /// The next piece, or what else there is to say after that time.
    Piece next(Duration wait) throws InterruptedException;

    /// The node is told to send no more.
    @Override
    void close();

    /// What is read.
    sealed interface Piece {
        /// @param offset of the first byte, from the beginning of the output
        record Data(long offset, ByteBuffer bytes) implements Piece {}

        /// Nothing came for as long as was waited.
        record Quiet() implements Piece {}

        /// No more comes.
        ///
        /// @param error for people; empty: the end of the output was reached
        record End(String error) implements Piece {}
    }
}
