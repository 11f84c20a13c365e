package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "meta",
        description = {
            "Sets and removes words of a node; jobs ask for them as node.meta.KEY.",
            "Without words it shows those that are there."
        },
        footer = {
            "",
            "Examples:",
            "  skerry node meta badge-1 site=hall-2",
            "  skerry node meta badge-1 site-"
        })
final class NodeMeta implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "NODE",
            description = "Its id, the beginning of it, or its name.")
    private String node = "";

    @Parameters(index = "1..*", paramLabel = "WORD", description = "KEY=VALUE sets, KEY- removes.")
    private List<String> words = new ArrayList<>();

    public NodeMeta(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (words.isEmpty()) {
            session.show(Call.get("nodes", node), (answer, _) -> print(answer.json().at("meta")));
            return ExitCode.OK;
        }
        var members = new ArrayList<String>();
        for (var word : words) members.add(member(word));
        var body = "{" + String.join(",", members) + "}";
        session.show(
                Call.of("PATCH", "nodes", node, "meta").json(body),
                (_, _) -> session.out().line(node + ": " + String.join(" ", words)));
        return ExitCode.OK;
    }

    private void print(Json meta) {
        for (var word : meta.members().entrySet())
            session.out().line(word.getKey() + "=" + word.getValue().text());
    }

    private static String member(String word) throws Failure {
        int equals = word.indexOf('=');
        if (equals > 0)
            return Json.quoted(word.substring(0, equals))
                    + ":"
                    + Json.quoted(word.substring(equals + 1));
        if (equals < 0 && word.endsWith("-") && word.length() > 1)
            return Json.quoted(word.substring(0, word.length() - 1)) + ":null";
        throw Failure.usage("WORD", word, "KEY=VALUE, or KEY- to remove it");
    }
}
