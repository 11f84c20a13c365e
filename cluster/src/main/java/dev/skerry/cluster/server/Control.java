package dev.skerry.cluster.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import java.nio.ByteBuffer;
import java.time.Duration;

/// What the routes need of a server: to ask for changes, to see the state, to read along.
public interface Control {
    /// Asks for a change, and waits until it is certain or declined.
    Result submit(ClusterMessage message) throws InterruptedException;

    /// The index of the log that a change is at.
    ///
    /// @throws Declined when it is refused
    default long done(ClusterMessage message) throws InterruptedException, Declined {
        return switch (submit(message)) {
            case Result.Done(var index) -> index;
            case Result.Refused(var refusal) -> throw new Declined(refusal);
        };
    }

    /// The state as it is.
    View now();

    /// The state once it is past that index, or as it is when the time is over.
    ///
    /// @throws Declined when too many wait already
    View awaitNewer(long index, Duration timeout) throws InterruptedException, Declined;

    /// The servers' clock.
    Now time();

    /// Whether this server decides.
    boolean leads();

    /// A new token with which one node may join; its text is shown once and kept nowhere.
    ///
    /// @param node the id of the known node whose place it shall take; empty: it is for a new one
    Issued issueToken(String pool, Duration ttl, String node) throws InterruptedException;

    /// The output of a task.
    LogOutcome logs(LogQuery query);

    /// What happened lately.
    EventRing events();

    /// The state at one index of the log.
    record View(long index, Cluster cluster) {}

    /// What became of a message.
    sealed interface Result {
        record Done(long index) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// What came of asking for a token.
    sealed interface Issued {
        record Token(String text) implements Issued {}

        record Refused(Refusal refusal) implements Issued {}
    }

    /// @param source `stdout` or `stderr`
    /// @param offset bytes from the beginning; negative: so many lines from the end
    /// @param follow go on at the end, until the task is gone
    record LogQuery(String allocation, String task, String source, long offset, boolean follow) {}

    /// What came of asking for output.
    sealed interface LogOutcome {
        record Reading(LogSource source) implements LogOutcome {}

        record Refused(Refusal refusal) implements LogOutcome {}
    }

    /// Output on its way; for one thread.
    interface LogSource extends AutoCloseable {
        /// The next piece, or [LogPiece.Quiet] when none comes for that long.
        LogPiece next(Duration wait) throws InterruptedException;

        @Override
        void close();
    }

    /// A piece of output.
    sealed interface LogPiece {
        /// @param offset of the first byte
        record Data(long offset, ByteBuffer bytes) implements LogPiece {}

        record Quiet() implements LogPiece {}

        /// @param error for people; empty: the end was reached
        record End(String error) implements LogPiece {}
    }
}
