package dev.skerry.trust.policy;

import dev.skerry.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What somebody wants to do.
///
/// @param room to which the things belong
/// @param kind of the things within the room, in the plural
public record Wish(Level level, String room, String kind, Place place) {
    public static final String SHOULD =
            "read, write or administer and one kind of things, as \"write cluster/jobs\"";

    /// From what a route needs: `write cluster/jobs`; null: it is none.
    public static @Nullable Wish parse(String text, Place place) {
        var it = Capability.parse(text);
        if (it == null || !one(it.room()) || !one(it.kind())) return null;
        return new Wish(it.level(), it.room().pattern(), it.kind().pattern(), place);
    }

    private static boolean one(Glob glob) {
        return Text.word(glob.pattern());
    }

    /// `write cluster/jobs in namespace shop`
    public String text() {
        return "%s %s/%s %s".formatted(level.word(), room, kind, place.text());
    }
}
