package dev.skerry.kernel;

import java.util.Locale;

/// On whose behalf something is decided. It stands in the log beside what was decided.
///
/// @param name within its kind; empty: the kind says it all
/// @param by the id of the token that it came with, of a task that of its allocation; empty: it
///   came with none
/// @param from the address that it came from; empty: it is not known, or was none
public record Caller(Kind kind, String name, String by, String from) {
    /// The servers themselves: time, the scheduler, what follows from something else.
    public static final Caller SERVERS = new Caller(Kind.SERVER, "");

    /// A job of the longest name in a namespace of the longest: 64, a slash and 64.
    public static final int NAME_CHARACTERS_MAX = 129;

    /// Of a token's id, and of an address.
    static final int WAY_CHARACTERS_MAX = 64;

    public enum Kind {
        SERVER,
        PERSON,
        NODE,
        DEVICE,
        TASK
    }

    public Caller {
        name = Text.fit(name, NAME_CHARACTERS_MAX);
        by = Text.fit(by, WAY_CHARACTERS_MAX);
        from = Text.fit(from, WAY_CHARACTERS_MAX);
    }

    /// One of whom it is not known how it came.
    public Caller(Kind kind, String name) {
        this(kind, name, "", "");
    }

    /// The same, with how it came.
    public Caller came(String with, String address) {
        return new Caller(kind, name, with, address);
    }

    /// Who it is, as it stands in the log: `person:ada`.
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : ":" + name);
    }

    /// The caller that the text means; it says nothing of how it came.
    public static Caller parse(String text) throws Malformed {
        int colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon);
        for (var each : Kind.values())
            if (each.name().toLowerCase(Locale.ROOT).equals(kind))
                return new Caller(each, colon < 0 ? "" : text.substring(colon + 1));
        throw new Malformed("\"" + Text.fit(text, NAME_CHARACTERS_MAX) + "\" is no caller");
    }

    @Override
    public String toString() {
        return text();
    }
}
