package dev.skerry.kernel.events;

import dev.skerry.kernel.Check;
import java.util.Map;

/// Something that has happened in a room, for people and for programs. Whoever keeps it adds when
/// that was, and at which index of the log.
///
/// @param kind a word of the room's own: `NodeJoined`
/// @param subject what it concerns, each by what it is: `node`, `job`
/// @param text a sentence
/// @param values what else is to be known of it, by name
public record Event(
        String kind, Map<String, String> subject, String text, Map<String, String> values) {
    public Event {
        boolean word = !kind.isEmpty() && kind.chars().allMatch(Event::letter);
        Check.check(word, "a kind is one word of plain letters");
        subject = Map.copyOf(subject);
        values = Map.copyOf(values);
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
