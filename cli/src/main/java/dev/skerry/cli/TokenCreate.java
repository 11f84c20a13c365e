package dev.skerry.cli;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description = {
            "Makes a token with which one node may join, once.",
            "It is printed here and kept nowhere."
        },
        footer = {
            "",
            "Example:",
            "  skerry token create --ttl 1h > node.token",
            "  skerry agent --servers HOST:4647 --token @node.token"
        })
final class TokenCreate implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            defaultValue = "default",
            description = "The pool that the node joins. Default: default")
    private String pool = "default";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long it can be used. Default: 1h")
    private String ttl = "1h";

    TokenCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var body = "{\"pool\":%s,\"ttl\":%s}".formatted(Json.quoted(pool), Json.quoted(ttl));
        session.show(
                Call.post("tokens").json(body),
                (answer, _) -> {
                    session.out().line(answer.json().at("token").text());
                    session.err()
                            .line(
                                    "One node may join with it, for "
                                            + ttl
                                            + ", in pool "
                                            + pool
                                            + ".");
                });
        return ExitCode.OK;
    }
}
