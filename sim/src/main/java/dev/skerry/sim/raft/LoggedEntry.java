package dev.skerry.sim.raft;

/// What stands in the log.
///
/// @param term in which it was appended
/// @param bytes nobody changes them; none: a leader has begun
@SuppressWarnings("ArrayRecordComponent") // entries are compared by their term and their place
public record LoggedEntry(long term, byte[] bytes) {
    private static final byte[] NOTHING = new byte[0];

    static LoggedEntry beginning(long term) {
        return new LoggedEntry(term, NOTHING);
    }

    /// A leader has begun, and no more.
    public boolean isBeginning() {
        return bytes.length == 0;
    }
}
