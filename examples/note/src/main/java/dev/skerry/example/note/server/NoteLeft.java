package dev.skerry.example.note.server;

import io.avaje.jsonb.Json;

/// That a note is in the log.
///
/// @param index of its entry
@Json
public record NoteLeft(String node, long index) {}
