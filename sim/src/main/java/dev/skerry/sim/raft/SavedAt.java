package dev.skerry.sim.raft;

/// A state that was saved, in place of the log up to an entry.
///
/// @param index of that entry; 0: nothing has happened
/// @param term of that entry
/// @param bytes nobody changes them
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record SavedAt(long index, long term, byte[] bytes) {
    static final SavedAt NOTHING = new SavedAt(0, 0, new byte[0]);
}
