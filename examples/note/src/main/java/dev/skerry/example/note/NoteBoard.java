package dev.skerry.example.note;

import dev.skerry.kernel.PersistentMap;

/// All notes, as the servers have them.
///
/// @param notes by the id of their node
/// @param last the highest number so far
/// @param askAtTickMs when the cluster is asked again to mark what is not marked yet
public record NoteBoard(PersistentMap<String, Note> notes, long last, long askAtTickMs) {
    public static final NoteBoard EMPTY = new NoteBoard(PersistentMap.empty(), 0, 0);

    boolean allMarked() {
        return notes.values().stream().allMatch(Note::marked);
    }

    NoteBoard with(String node, Note note) {
        return new NoteBoard(notes.with(node, note), Math.max(last, note.number()), askAtTickMs);
    }
}
