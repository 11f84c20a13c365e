package dev.skerry.cli.server;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "join-token",
        description = {
            "Makes a token with which one more server may join those that decide, once.",
            "It is printed here and kept nowhere. Nodes join with another: `node join-token`."
        },
        footer = {
            "",
            "Whoever has it can hold all that the fleet knows: give it to nobody else.",
            "",
            "Example:",
            "  skerry server join-token --ttl 30m > server.token"
        })
final class ServerJoinToken implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long it can be used: 1m to 24h. Default: 30m")
    private String ttl = "30m";

    ServerJoinToken(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.post("servers", "join-tokens")
                        .json("{\"ttl\":%s}".formatted(Json.quoted(ttl))),
                (answer, _) -> {
                    session.out().raw(answer.json().at("token").text());
                    session.err().line("One more server may join with it, for " + ttl + ".");
                });
        return ExitCode.OK;
    }
}
