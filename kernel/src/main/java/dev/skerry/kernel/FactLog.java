package dev.skerry.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The replicated log of the control plane: one server or many, with the same code.
///
/// @param <F> the facts it keeps
public interface FactLog<F> extends AutoCloseable {
    /// Appends the facts that a leader has decided in a term, as one entry.
    ///
    /// The answer is the index of the entry, once it is committed and applied on this server. It
    /// fails when this server does not lead in that term any more; the facts may then be lost.
    ///
    /// @throws TooLarge when one entry cannot hold them; then nothing was appended
    /// @throws NoRoom when there is no room for them now; then nothing was appended
    CompletableFuture<Long> append(long term, List<F> facts);

    /// Why what can wait should not be appended now, as a sentence; empty: nothing is in its way.
    default String crowded() {
        return "";
    }

    @Override
    void close() throws IOException;

    /// Facts that do not fit into one entry.
    final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final long bytesMax;

        public TooLarge(long bytes, long bytesMax) {
            super("an entry of " + bytes + " bytes; at most " + bytesMax + " are allowed");
            this.bytesMax = bytesMax;
        }

        /// What one entry can hold.
        public long bytesMax() {
            return bytesMax;
        }
    }

    /// Facts that there is no room for at the moment.
    final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String sentence;

        /// @param sentence says what is full and what to do
        public NoRoom(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }

        /// For people.
        public String sentence() {
            return sentence;
        }
    }

    /// Who follows the log. All calls come from one thread, in the order of the log.
    ///
    /// @param <F> the facts of the log
    interface Follower<F> {
        /// An entry is committed. Entries that were decided in another term than the one they were
        /// appended in never get here.
        void committed(long index, List<F> facts);

        /// This server leads from now on; everything committed before has been given.
        void leads(long term);

        /// This server leads no more: what it has promised since its last commit is void.
        void deposed();

        /// Writes the state as of the last entry given.
        void save(OutputStream to) throws IOException;

        /// Replaces the state by one that was saved at an index.
        void load(long index, InputStream from) throws IOException;
    }
}
