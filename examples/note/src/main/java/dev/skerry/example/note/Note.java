package dev.skerry.example.note;

/// What somebody wants a node to show.
///
/// @param number later notes have higher ones
/// @param seen the node has it on its disk
/// @param marked the node has the word `note=yes`, so that job files can ask for it
public record Note(String text, long number, boolean seen, boolean marked) {
    public static final int TEXT_CHARACTERS_MAX = 200;

    /// The node has it.
    Note shown() {
        return new Note(text, number, true, marked);
    }

    /// The node is marked.
    Note asMarked() {
        return new Note(text, number, seen, true);
    }
}
