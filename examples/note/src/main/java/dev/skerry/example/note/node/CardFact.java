package dev.skerry.example.note.node;

/// What stands in a node's journal about notes.
public sealed interface CardFact {
    record CardKept(String epoch, long number, String text) implements CardFact {}

    record CardKnown(long number) implements CardFact {}
}
