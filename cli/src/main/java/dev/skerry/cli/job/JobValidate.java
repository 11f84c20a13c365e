package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.SignatureFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Says what is wrong in a job file, each as file:line:column: key: message.",
        footer = {"", "Example:", "  skerry job validate badge.yaml"})
final class JobValidate implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A job file; - is standard input.")
    private String file = "";

    @Mixin private final SignatureFiles signatures = new SignatureFiles();

    public JobValidate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var text = SentFile.ofJob(file);
        try {
            var call = Call.post("jobs", "validate").with("namespace", session.ofFile());
            session.show(
                    text.in(signatures.with(call)),
                    (answer, _) -> {
                        for (var warning : answer.json().at("warnings").list())
                            session.err().line(text.name() + ": " + warning.text());
                        session.out().line(text.name() + " is right.");
                    });
            return ExitCode.OK;
        } catch (Failure failure) {
            throw text.explained(failure, session.out());
        }
    }
}
