package dev.skerry.cli.trust;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Table;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "The roles there are: four that are ready, and what was applied.",
        footer = {"", "Example:", "  skerry role list"})
final class RoleList implements Callable<Integer> {
    private final Session session;

    RoleList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("roles"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#NAME", "KIND", "WHAT FOR");
        for (var role : answer.json().list()) {
            var text = new RoleText(role);
            table.add(text.name(), role.at("ready").yes() ? "ready" : "own", text.description());
        }
        table.print(session.out());
    }
}
