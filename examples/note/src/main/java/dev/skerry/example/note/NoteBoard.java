package dev.skerry.example.note;

import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;

/// All notes, as the servers have them.
///
/// @param notes by the id of their node
/// @param unmarked nodes whose note is not marked yet: whoever asks for them walks no others
/// @param last the highest number so far
/// @param asking when the cluster is asked again to mark them
public record NoteBoard(
        PersistentMap<String, Note> notes,
        PersistentSet<String> unmarked,
        long last,
        Marking asking) {
    public static final NoteBoard EMPTY =
            new NoteBoard(PersistentMap.empty(), PersistentSet.empty(), 0, new Marking(0, 0));

    /// @param pauseMs since it was asked last
    public record Marking(long againAtTickMs, long pauseMs) {}

    public NoteBoard with(String node, Note note) {
        return new NoteBoard(
                notes.with(node, note),
                note.marked() ? unmarked.without(node) : unmarked.with(node),
                Math.max(last, note.number()),
                asking);
    }

    NoteBoard without(String node) {
        return new NoteBoard(notes.without(node), unmarked.without(node), last, asking);
    }

    public NoteBoard with(Marking next) {
        return new NoteBoard(notes, unmarked, last, next);
    }
}
