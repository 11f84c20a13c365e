package dev.skerry.cli.trust;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry role`.
public final class RoleNoun {
    private RoleNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "role",
                "What callers may do.",
                List.of(
                        new RoleList(session),
                        new RoleShow(session),
                        new RoleApply(session),
                        new RoleCheck(session),
                        new RoleDelete(session)));
    }
}
