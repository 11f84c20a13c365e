package dev.skerry.example.note.cli;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry note`.
public final class NoteNoun {
    private NoteNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "note",
                "Notes that nodes show.",
                List.of(new NoteWrite(session), new NoteList(session)));
    }
}
