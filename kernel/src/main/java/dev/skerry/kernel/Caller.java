package dev.skerry.kernel;

import java.util.Locale;

/// On whose behalf something is decided. It stands in the log beside what was decided.
///
/// @param name within its kind; empty: the kind says it all
public record Caller(Kind kind, String name) {
    /// The servers themselves: time, the scheduler, what follows from something else.
    public static final Caller SERVERS = new Caller(Kind.SERVER, "");

    public static final int NAME_CHARACTERS_MAX = 128;

    public enum Kind {
        SERVER,
        PERSON,
        NODE,
        DEVICE,
        TASK
    }

    public Caller {
        name = Text.fit(name, NAME_CHARACTERS_MAX);
    }

    /// As it stands in the log: `person:ada`.
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : ":" + name);
    }

    /// The caller that the text means.
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
