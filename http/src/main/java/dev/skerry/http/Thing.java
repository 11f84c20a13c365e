package dev.skerry.http;

import dev.skerry.kernel.Check;
import dev.skerry.kernel.Text;

/// A kind of thing that callers have rights to.
///
/// @param room it belongs to, by its name
/// @param kind within the room, in the plural: `jobs`
/// @param namespaced each of them is in a namespace; otherwise they are the whole fleet's
public record Thing(String room, String kind, boolean namespaced) {
    public Thing {
        Check.check(Text.word(room) && Text.word(kind), "a thing has plain names");
    }

    public static Thing inNamespaces(String room, String kind) {
        return new Thing(room, kind, true);
    }

    public static Thing ofTheFleet(String room, String kind) {
        return new Thing(room, kind, false);
    }

    /// `cluster/jobs`.
    public String text() {
        return room + "/" + kind;
    }
}
