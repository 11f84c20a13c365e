package dev.skerry.cli.issuer;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry issuer`.
public final class IssuerNoun {
    private IssuerNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "issuer",
                "On whose word callers get tokens.",
                List.of(
                        new IssuerList(session),
                        new IssuerShow(session),
                        new IssuerApply(session),
                        new IssuerDelete(session)));
    }
}
