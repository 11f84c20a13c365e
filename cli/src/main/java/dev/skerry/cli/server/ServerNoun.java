package dev.skerry.cli.server;

import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry server`. With flags instead of one of these words the launcher starts a server.
public final class ServerNoun {
    private ServerNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "server",
                "The servers that decide; `skerry server --help` says how one is started.",
                List.of(
                        new ServerList(session),
                        new ServerJoinToken(session),
                        new ServerRemove(session),
                        new ServerLeave(session)));
    }
}
