package dev.skerry.cli.session;

import java.util.List;

/// A word that has commands: `skerry job` has `run`, `stop` and others.
///
/// @param description in one sentence
/// @param commands objects that picocli knows as commands, or nouns with more of them, in the order
///   of help
public record Noun(String name, String description, List<Object> commands) {
    public Noun {
        commands = List.copyOf(commands);
    }
}
