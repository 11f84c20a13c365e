package dev.skerry.cli.node;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry node`.
public final class NodeNoun {
    private NodeNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "node",
                "The machines it runs on.",
                List.of(
                        new NodeList(session),
                        new NodeStatus(session),
                        new NodeDrain(session),
                        new NodeEligibility(session),
                        new NodeMeta(session),
                        new NodeJoinToken(session),
                        new NodeRemove(session)));
    }
}
