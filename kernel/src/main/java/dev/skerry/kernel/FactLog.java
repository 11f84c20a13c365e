package dev.skerry.kernel;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// The replicated log of the control plane: one server or many, with the same code.
public interface FactLog extends AutoCloseable {
    /// Appends what a leader has decided, as one entry.
    ///
    /// The answer is the index of the entry, once it is committed and applied on this server. It
    /// fails when this server does not lead in the batch's term any more; it may then be lost.
    ///
    /// @throws TooLarge when one entry cannot hold it; then nothing was appended
    /// @throws NoRoom when there is no room for it now; then nothing was appended
    CompletableFuture<Long> append(Batch batch);

    /// It is not known, and may never be, what became of something that was decided in that term.
    /// If the log leads in it still, it leads no more, and in another term as soon as it can: by
    /// then everything is in the log, or never will be.
    default void renounce(long term) {}

    /// Makes sure that this server leads still.
    ///
    /// Done when it is certain that no other server had begun to lead when this was called, and
    /// that the follower was given all that anybody was told is in the log by then. It fails when
    /// that cannot be found out, or is not so.
    default CompletableFuture<Void> confirm() {
        return CompletableFuture.completedFuture(null);
    }

    /// Whether the follower was given all that was known here to be in the log when it was opened.
    default boolean caughtUp() {
        return true;
    }

    /// Whether another server leads, which this one has heard just now.
    default boolean heard() {
        return false;
    }

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

    /// Who follows the log. All calls but [#house] and [#saving] come one at a time, in the order
    /// of the log; not all from the same thread.
    interface Follower {
        /// The house as it is: its rooms read what the log holds, and its state is what is saved.
        /// For any thread.
        House house();

        /// An entry is committed. Entries that were decided in another term than the one they were
        /// appended in never get here.
        void committed(long index, Batch batch);

        /// This server leads from now on; everything committed before has been given.
        void leads(long term);

        /// This server leads no more: what it has promised since its last commit is void.
        void deposed();

        /// Replaces the state by one that was saved at an index.
        void load(long index, House saved);

        /// The state is about to be saved, and some time after that the log before it is let go:
        /// what is kept beside the log is on the disk when this comes back. From another thread,
        /// while the log goes on.
        ///
        /// @throws IOException when it is not; the state is not saved then
        default void saving() throws IOException {}
    }
}
