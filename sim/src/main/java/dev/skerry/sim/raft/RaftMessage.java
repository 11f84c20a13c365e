package dev.skerry.sim.raft;

import java.util.List;

/// What servers say to each other about their log.
public sealed interface RaftMessage {
    /// Of whoever says it.
    long term();

    /// The id of whoever says it.
    int by();

    /// Somebody wants to lead.
    ///
    /// @param canvass it asks first whether the others have lost their leader too: nothing changes
    record Vote(long term, int by, long lastIndex, long lastTerm, boolean canvass)
            implements RaftMessage {}

    /// @param canvass it answers such a one
    record Voted(long term, int by, boolean granted, boolean canvass) implements RaftMessage {}

    /// Who leads gives a sign of life, and what the other lacks.
    ///
    /// @param beforeIndex the entry before those
    /// @param committed as far as the leader knows
    record Append(
            long term,
            int by,
            long beforeIndex,
            long beforeTerm,
            List<LoggedEntry> entries,
            long committed)
            implements RaftMessage {}

    /// @param matches false: the entry before those is another, or missing
    /// @param index up to which it matches; or that of the last entry that there is
    record Appended(long term, int by, boolean matches, long index) implements RaftMessage {}

    /// The log of who leads begins later than what the other lacks.
    record Install(long term, int by, SavedAt state) implements RaftMessage {}
}
