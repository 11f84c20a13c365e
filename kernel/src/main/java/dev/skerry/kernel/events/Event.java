package dev.skerry.kernel.events;

import dev.skerry.kernel.Check;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that has happened in a room, for people and for programs. Whoever keeps it adds when
/// that was, and at which index of the log.
///
/// @param kind a word of the room's own: `NodeJoined`
/// @param matter what it is about, and so to whom it is told
/// @param subject what it concerns, each by what it is: `node`, `job`
/// @param text a sentence
/// @param values what else is to be known of it, by name
/// @param full the same with more in it, for those who may read what that is about as well; null:
///   there is no more
public record Event(
        String kind,
        Matter matter,
        Map<String, String> subject,
        String text,
        Map<String, String> values,
        @Nullable Event full) {
    public Event {
        boolean word = !kind.isEmpty() && kind.chars().allMatch(Event::letter);
        Check.check(word, "a kind is one word of plain letters");
        subject = Map.copyOf(subject);
        values = Map.copyOf(values);
    }

    /// One that is told to all alike who are told of it.
    public Event(
            String kind,
            Matter matter,
            Map<String, String> subject,
            String text,
            Map<String, String> values) {
        this(kind, matter, subject, text, values, null);
    }

    /// The same, with more for those who may read something else too.
    ///
    /// @param others what the more is about
    public Event with(Matter others, Map<String, String> fullSubject, String fullText) {
        return new Event(
                kind,
                matter,
                subject,
                text,
                values,
                new Event(kind, others, fullSubject, fullText, values));
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
