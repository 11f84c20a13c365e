package dev.skerry.example.note.server;

import dev.skerry.example.note.Note;
import io.avaje.jsonb.Json;

/// What is said of a note.
@Json
public record NoteAnswer(String node, long number, boolean seen, String text) {
    static NoteAnswer of(String node, Note note) {
        return new NoteAnswer(node, note.number(), note.seen(), note.text());
    }
}
