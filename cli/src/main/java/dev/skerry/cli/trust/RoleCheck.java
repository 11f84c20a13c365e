package dev.skerry.cli.trust;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description = {
            "Whether roles, a token, or the tasks of a job may do something, and by which rule.",
            "Nothing is done.",
            "Ends with 0 when it is allowed, and with 1 when it is not."
        },
        footer = {
            "",
            "Examples:",
            "  skerry role test --role developer write cluster/jobs --namespace shop",
            "  skerry role test --token ada read cluster/nodes --pool edge",
            "  skerry role test --token ada administer trust/tokens --fleet",
            "  skerry role test --task shop/deployer write cluster/jobs --namespace shop"
        })
final class RoleCheck implements Callable<Integer> {
    private final Session session;

    @ArgGroup(multiplicity = "1")
    private Holder whose = new Holder();

    @ArgGroup private Spot where = new Spot();

    @Parameters(
            arity = "1..2",
            paramLabel = "LEVEL THING",
            description = "read, write or administer, and what: cluster/jobs")
    private List<String> words = new ArrayList<>();

    /// Who would do it.
    private static final class Holder {
        @Option(
                names = "--role",
                paramLabel = "ROLE[,ROLE]",
                description = "Somebody with these roles.")
        String roles = "";

        @Option(names = "--token", paramLabel = "NAME", description = "Whoever has that token.")
        String token = "";

        @Option(
                names = "--task",
                paramLabel = "NAMESPACE/JOB",
                description = "The tasks of that job.")
        String task = "";
    }

    /// Where it would be done; nothing said: in the namespace of `--namespace`.
    private static final class Spot {
        @Option(names = "--pool", paramLabel = "POOL", description = "In that pool of nodes.")
        String pool = "";

        @Option(names = "--fleet", description = "To what is of the whole fleet.")
        boolean fleet;
    }

    RoleCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var answer = session.api().send(Call.post("roles", "test").json(body()));
        var found = answer.json();
        if (session.json()) session.raw(answer);
        else session.out().line(found.at("why").text());
        return found.at("allowed").yes() ? ExitCode.OK : ExitCode.FAILED;
    }

    private String body() {
        var who = "\"roles\":" + Json.quotedWords(whose.roles);
        if (!whose.token.isEmpty()) who = "\"token\":" + Json.quoted(whose.token);
        if (!whose.task.isEmpty()) who = "\"task\":" + Json.quoted(whose.task);
        var place = "";
        if (!where.pool.isEmpty()) place = ",\"pool\":" + Json.quoted(where.pool);
        else if (!where.fleet) place = ",\"namespace\":" + Json.quoted(session.namespace());
        return "{%s,\"do\":%s%s}".formatted(who, Json.quoted(String.join(" ", words)), place);
    }
}
