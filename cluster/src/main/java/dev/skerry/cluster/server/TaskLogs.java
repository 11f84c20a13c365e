package dev.skerry.cluster.server;

import dev.skerry.kernel.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The output of tasks, wherever they run.
public interface TaskLogs {
    /// Begins to read.
    Outcome open(Query query);

    /// @param source `stdout` or `stderr`
    /// @param offset bytes from the beginning; negative: so many lines from the end
    /// @param follow go on at the end, until the task is gone
    record Query(String allocation, String task, String source, long offset, boolean follow) {}

    /// What came of asking for output.
    sealed interface Outcome {
        record Reading(Source source) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}
    }

    /// Output on its way; for one thread.
    interface Source extends AutoCloseable {
        /// The next piece, or [Piece.Quiet] when none comes for that long.
        Piece next(Duration wait) throws InterruptedException;

        @Override
        void close();
    }

    /// A piece of output.
    sealed interface Piece {
        /// @param offset of the first byte
        record Data(long offset, ByteBuffer bytes) implements Piece {}

        record Quiet() implements Piece {}

        /// @param error for people; empty: the end was reached
        record End(String error) implements Piece {}
    }
}
