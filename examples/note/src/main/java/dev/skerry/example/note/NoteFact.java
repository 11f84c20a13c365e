package dev.skerry.example.note;

import dev.skerry.kernel.Told;

/// What can have happened to the notes.
public sealed interface NoteFact {
    record NoteWritten(String node, long number, String text) implements NoteFact, Told.About {
        @Override
        public String about() {
            return node;
        }
    }

    record NoteSeen(String node) implements NoteFact {}

    record NodeMarked(String node) implements NoteFact {}

    /// Its node is gone.
    record NoteDropped(String node) implements NoteFact {}

    /// The cluster is asked to mark nodes, and asked again at that time.
    ///
    /// @param pauseMs until then
    record MarksAsked(long againAtTickMs, long pauseMs) implements NoteFact {}
}
