package dev.skerry.example.note.node;

/// What a node shows.
///
/// @param epoch of the servers that the number is of
/// @param number 0: it has no note
/// @param heard a server knows that it is here
public record Card(String epoch, long number, String text, boolean heard) {
    static final Card EMPTY = new Card("", 0, "", true);
}
