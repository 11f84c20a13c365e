package dev.skerry.cli.trust;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.api.TimeOption;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = {
            "Makes a token for somebody, or for a program, that may do what its roles allow.",
            "It is printed here, and kept nowhere. Nodes join with another: `node join-token`."
        },
        footer = {
            "",
            "Examples:",
            "  skerry token create ada --role developer > ada.token",
            "  skerry token create ci --role developer,reader --ttl 90d > ci.token"
        })
final class TokenCreate implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Whose it is, as lists and the log show it.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE[,ROLE]",
            required = true,
            description = "What it may do; `skerry role list` shows what there is.")
    private String roles = "";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How long it is good for: 1m to 366d. Default: 30d")
    private String ttl = "30d";

    TokenCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        TimeOption.check("--ttl", ttl);
        var body =
                "{\"name\":%s,\"roles\":%s,\"ttl\":%s}"
                        .formatted(Json.quoted(name), Json.quotedWords(roles), Json.quoted(ttl));
        session.show(
                Call.post("tokens").json(body),
                (answer, now) -> {
                    var made = answer.json();
                    session.out().raw(made.at("token").text());
                    session.err()
                            .line(
                                    "The token of %s, with %s, ends %s; it is shown only now."
                                            .formatted(
                                                    made.at("name").text(),
                                                    new SelfText(made).roles(),
                                                    Words.until(made.at("expires").text(), now)));
                    session.err().line("Log in with it by `skerry login`.");
                });
        return ExitCode.OK;
    }
}
