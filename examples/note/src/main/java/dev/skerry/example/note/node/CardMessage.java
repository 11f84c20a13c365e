package dev.skerry.example.note.node;

/// What a node hears about notes.
public sealed interface CardMessage {
    /// A server has a note for it.
    record CardGiven(String epoch, long number, String text) implements CardMessage {}

    /// A server knows that the note is here.
    record CardHeard(long number) implements CardMessage {}

    /// There is a link.
    record CardLink() implements CardMessage {}
}
