package dev.skerry.kernel.link;

import java.nio.ByteBuffer;
import java.time.Duration;

/// What a node's part sends on one stream, on its way. For one thread at a time.
public interface StreamReader extends AutoCloseable {
    /// The next piece, or what else there is to say after that time.
    Incoming next(Duration wait) throws InterruptedException;

    /// The node is told to send no more.
    @Override
    void close();

    /// What is read.
    sealed interface Incoming {
        /// @param offset of the first byte, from the beginning of what is read
        record Data(long offset, ByteBuffer bytes) implements Incoming {}

        /// Nothing came for as long as was waited.
        record Quiet() implements Incoming {}

        /// No more comes.
        ///
        /// @param error for people; empty: the end was reached
        record End(String error) implements Incoming {}
    }
}
