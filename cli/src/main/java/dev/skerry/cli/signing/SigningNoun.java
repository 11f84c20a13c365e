package dev.skerry.cli.signing;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry signing`.
public final class SigningNoun {
    private SigningNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "signing",
                "Which keys have to sign what is brought.",
                List.of(
                        new SigningList(session),
                        new SigningShow(session),
                        new SigningApply(session),
                        new SigningDelete(session)));
    }
}
