package dev.skerry.cli.deployment;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import picocli.CommandLine.Parameters;

/// The deployment that a command is about, by its id or by its job.
final class NamedDeployment {
    @Parameters(
            paramLabel = "DEPLOYMENT",
            description = "Its id, or the name of its job: the newest of that.")
    private String name = "";

    /// Its id.
    String id(Session session) throws Failure {
        if (name.isBlank())
            throw new Failure(
                    ExitCode.USAGE,
                    "The name of the deployment is empty.",
                    "Say its id, or the name of its job.");
        if (name.matches("d[0-9a-z]{10}")) return name;
        var call =
                Call.get("deployments")
                        .with("namespace", session.namespace())
                        .with("job", name)
                        .with("perPage", "1");
        var all = session.api().send(call).json().list();
        if (all.isEmpty())
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "There is no deployment of a job \"%s\".".formatted(name),
                    "`skerry deployment list` shows which there are.");
        return all.getFirst().at("id").text();
    }

    /// Asks for something of it, and says what comes of that.
    ///
    /// @param said `%s` stands for the job
    int steer(Session session, String word, String said) throws Failure {
        var call =
                Call.post("deployments", id(session), word)
                        .with("namespace", session.namespace())
                        .json("{}");
        session.show(
                call,
                (answer, _) -> session.out().line(said.formatted(answer.json().at("job").text())));
        return ExitCode.OK;
    }
}
