package dev.skerry.cli.namespace;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry namespace`.
public final class NamespaceNoun {
    private NamespaceNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "namespace",
                "Parts of the work, with names and quotas of their own.",
                List.of(
                        new NamespaceApply(session),
                        new NamespaceList(session),
                        new NamespaceStatus(session),
                        new NamespaceDelete(session)));
    }
}
