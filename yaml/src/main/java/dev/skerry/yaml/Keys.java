package dev.skerry.yaml;

import java.util.List;

/// The keys that one kind of mapping may have; any other is refused, with the one that is near.
///
/// @param kind what such a mapping is, in messages: `job` in `"cuont" is not a key of a job`
/// @param names in the order in which they are shown
public record Keys(String kind, List<String> names) {
    public Keys {
        names = List.copyOf(names);
    }

    /// The kind with its article.
    String oneOf() {
        return ("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
    }

    public static Keys of(String kind, String... names) {
        return new Keys(kind, List.of(names));
    }
}
