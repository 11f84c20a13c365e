package dev.skerry.cli.alloc;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry alloc`.
public final class AllocNoun {
    private AllocNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "alloc",
                "Allocations: what runs where, and its output.",
                List.of(
                        new AllocList(session),
                        new AllocStatus(session),
                        new AllocLogs(session),
                        new AllocStop(session),
                        new AllocRestart(session)));
    }
}
