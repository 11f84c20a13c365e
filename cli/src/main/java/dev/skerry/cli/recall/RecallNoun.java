package dev.skerry.cli.recall;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry recall`.
public final class RecallNoun {
    private RecallNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "recall",
                "What was recalled: it runs nowhere, and never starts again.",
                List.of(new RecallList(session), new RecallLift(session)));
    }
}
