package dev.skerry.trust.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Something that a rule allows or denies: a level, and for which things.
///
/// Where it is allowed, the rights over rights themselves are given by name only: no pattern stands
/// for the room `trust` but `trust`. So whoever writes `write *` for a whole fleet has not given
/// away the keys of it. Where it is denied, patterns mean all that they match.
///
/// @param room whose things are meant
/// @param kind of things within the room
public record Capability(Level level, Glob room, Glob kind) {
    /// The room that is meant by its name only.
    public static final String TRUST = "trust";

    public static final String SHOULD =
            "read, write or administer and what, as \"write cluster/jobs\", \"read cluster/*\", or"
                    + " \"read *\" for everything but trust";

    /// From `write cluster/jobs` or `read *`; null: it is none.
    public static @Nullable Capability parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0) return null;
        var level = Level.of(text.substring(0, space));
        var what = text.substring(space + 1);
        if (level == null) return null;
        if (what.equals("*")) return new Capability(level, Glob.ALL, Glob.ALL);
        int slash = what.indexOf('/');
        if (slash < 0) return null;
        var room = what.substring(0, slash);
        var kind = what.substring(slash + 1);
        if (!Glob.right(room) || !Glob.right(kind)) return null;
        return new Capability(level, new Glob(room), new Glob(kind));
    }

    /// As people write it.
    public String text() {
        return level.word() + " " + things();
    }

    /// Whether there is something that a rule with it would decide about.
    ///
    /// @param allow otherwise it denies
    /// @param things all that there are, as `cluster/jobs`
    public boolean means(boolean allow, Collection<String> things) {
        return things.stream()
                .anyMatch(thing -> {
                    int slash = thing.indexOf('/');
                    var itsRoom = thing.substring(0, slash);
                    boolean matches =
                            room.matches(itsRoom) && kind.matches(thing.substring(slash + 1));
                    return matches
                            && !(allow && itsRoom.equals(TRUST) && !room.pattern().equals(TRUST));
                });
    }

    /// What it is about, without its level: `cluster/jobs`.
    public String things() {
        boolean all = room.equals(Glob.ALL) && kind.equals(Glob.ALL);
        return all ? "*" : room + "/" + kind;
    }

    boolean allows(Wish wish) {
        return level.includes(wish.level()) && named(wish) && means(wish);
    }

    boolean denies(Wish wish) {
        return wish.level().includes(level) && means(wish);
    }

    /// It is about such things, whatever may be done to them.
    boolean means(Wish wish) {
        return room.matches(wish.room()) && kind.matches(wish.kind());
    }

    /// It would be enough that a pattern matches, or the name stands there.
    boolean named(Wish wish) {
        return !wish.room().equals(TRUST) || room.pattern().equals(TRUST);
    }
}
