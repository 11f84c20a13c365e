package dev.skerry.cli.trust;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry token`.
public final class TokenNoun {
    private TokenNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "token",
                "Who may call the servers.",
                List.of(
                        new TokenCreate(session),
                        new TokenList(session),
                        new TokenRevoke(session)));
    }
}
