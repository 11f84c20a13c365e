package dev.skerry.example.note;

/// What can be asked of the notes.
public sealed interface NoteMessage {
    /// Somebody leaves a note.
    record WriteNote(String node, String text) implements NoteMessage {}

    /// A node has a note on its disk. The text tells it from one of another history of the servers
    /// that has the same number.
    record NoteArrived(String node, long number, String text) implements NoteMessage {}

    /// Time has passed.
    record NoteTime() implements NoteMessage {}
}
