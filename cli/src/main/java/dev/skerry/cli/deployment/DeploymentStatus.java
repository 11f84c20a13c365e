package dev.skerry.cli.deployment;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "How far a deployment has come, group by group.",
        footer = {"", "Examples:", "  skerry deployment status badge"})
final class DeploymentStatus implements Callable<Integer> {
    private final Session session;

    @Mixin private final NamedDeployment named = new NamedDeployment();

    DeploymentStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call =
                Call.get("deployments", named.id(session)).with("namespace", session.namespace());
        session.show(call, this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var it = answer.json();
        var out = session.out();
        var status = it.at("status").text();
        out.line(
                "%s  %s version %s, %s, begun %s"
                        .formatted(
                                out.paint(Paint.STRONG, it.at("id").text()),
                                it.at("job").text(),
                                it.at("version").text(),
                                out.paint(Paint.of(status), status),
                                Words.ago(it.at("startedAt").text(), now)));
        var says = DeploymentWords.says(it);
        if (!says.isEmpty()) out.line(says + ".");
        if (it.at("groups").list().isEmpty()) return;
        out.line("");
        DeploymentWords.groups(it, out);
    }
}
