package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.api.TimeOption;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "join-token",
        description = {
            "Makes a token with which one node may join, once.",
            "It is printed here and kept nowhere."
        },
        footer = {
            "",
            "Example:",
            "  skerry node join-token --ttl 1h > node.token",
            "  skerry agent --servers HOST:4647 --token @node.token",
            "  skerry node join-token --for-node badge-1 > badge-1.token"
        })
final class NodeJoinToken implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "The pool that a new node joins. Default: default")
    private String pool = "";

    @Option(
            names = "--for-node",
            paramLabel = "NODE",
            description = {
                "Let a node that is known already join anew, and take its place, when its key is",
                "lost or its certificate has run out. Without it, only a new node may join."
            })
    private String node = "";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long it can be used: 1s to 30d. Default: 1h")
    private String ttl = "1h";

    NodeJoinToken(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        TimeOption.check("--ttl", ttl);
        var body =
                "{"
                        + (node.isEmpty() ? "" : "\"node\":" + Json.quoted(node) + ",")
                        + (pool.isEmpty() ? "" : "\"pool\":" + Json.quoted(pool) + ",")
                        + "\"ttl\":%s}".formatted(Json.quoted(ttl));
        session.show(
                Call.post("join-tokens").json(body),
                (answer, _) -> {
                    session.out().raw(answer.json().at("token").text());
                    var who = node.isEmpty() ? "One new node" : "Node " + node;
                    var where =
                            node.isEmpty()
                                    ? ", in pool " + answer.json().at("pool").text() + "."
                                    : " once it is missed, and keeps its name, pool and work.";
                    session.err().line(who + " may join with it, for " + ttl + where);
                });
        return ExitCode.OK;
    }
}
