package dev.skerry.http;

import dev.skerry.kernel.Check;
import dev.skerry.kernel.Text;

/// A kind of thing that callers have rights to.
///
/// @param room it belongs to, by its name
/// @param kind within the room, in the plural: `jobs`
/// @param scope where each of them is
public record Thing(String room, String kind, Scope scope) {
    /// Where things are, and rights to them hold.
    public enum Scope {
        /// In a namespace.
        NAMESPACE,
        /// In a pool of nodes.
        POOL,
        /// They are the whole fleet's.
        FLEET
    }

    public Thing {
        Check.check(Text.word(room) && Text.word(kind), "a thing has plain names");
    }

    public static Thing inNamespaces(String room, String kind) {
        return new Thing(room, kind, Scope.NAMESPACE);
    }

    public static Thing inPools(String room, String kind) {
        return new Thing(room, kind, Scope.POOL);
    }

    public static Thing ofTheFleet(String room, String kind) {
        return new Thing(room, kind, Scope.FLEET);
    }

    /// `cluster/jobs`.
    public String text() {
        return room + "/" + kind;
    }

    /// One of them, for people: `job`.
    String one() {
        return kind.endsWith("s") ? kind.substring(0, kind.length() - 1) : kind;
    }
}
