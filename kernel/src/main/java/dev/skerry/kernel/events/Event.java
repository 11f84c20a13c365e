package dev.skerry.kernel.events;

import dev.skerry.kernel.Check;
import java.util.Map;

/// Something that has happened in a room, for people and for programs. Whoever keeps it adds when
/// that was, and at which index of the log.
///
/// It is in a namespace, in a pool, or the whole fleet's: so it is shown to those who may see it
/// there.
///
/// @param kind a word of the room's own: `NodeJoined`
/// @param subject what it concerns, each by what it is: `node`, `job`
/// @param text a sentence
/// @param values what else is to be known of it, by name
/// @param namespace in which it happened; empty: in none
/// @param pool of nodes in which it happened; empty: in none
/// @param things of the fleet that it tells of, as rights name them: `trust/tokens`. Whoever may
///   not read these is not told; empty: that is not asked
public record Event(
        String kind,
        Map<String, String> subject,
        String text,
        Map<String, String> values,
        String namespace,
        String pool,
        String things) {
    public Event {
        boolean word = !kind.isEmpty() && kind.chars().allMatch(Event::letter);
        Check.check(word, "a kind is one word of plain letters");
        Check.check(namespace.isEmpty() || pool.isEmpty(), "an event is in one place");
        subject = Map.copyOf(subject);
        values = Map.copyOf(values);
    }

    /// One of the whole fleet.
    public Event(
            String kind, Map<String, String> subject, String text, Map<String, String> values) {
        this(kind, subject, text, values, "", "", "");
    }

    /// The same in a namespace.
    public Event inNamespace(String name) {
        return new Event(kind, subject, text, values, name, "", things);
    }

    /// The same in a pool.
    public Event inPool(String name) {
        return new Event(kind, subject, text, values, "", name, things);
    }

    /// The same for those only who may read such things.
    public Event of(String thing) {
        return new Event(kind, subject, text, values, namespace, pool, thing);
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
