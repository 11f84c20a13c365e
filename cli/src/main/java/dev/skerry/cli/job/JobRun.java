package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.SignatureFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Sends a job file, and shows the job coming up.",
            "Ends with 0 when all that is wanted runs and is healthy or, of a batch, is done; with"
                    + " 1 when it has failed for good, with 5 when the time is over. It then says"
                    + " why. The job is kept either way."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job run badge.yaml",
            "  skerry job run --detach --expect-version 3 badge.yaml",
            "  skerry job run --force badge.yaml",
            "  skerry job run --signature badge.sig badge.yaml"
        })
final class JobRun implements Callable<Integer> {
    private static final String ACCEPTED = "%s version %s is accepted.";
    private static final String FORCED = "%s version %s is forced: it goes before all else.";

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A job file; - is standard input.")
    private String file = "";

    @Option(names = "--detach", description = "Does not wait.")
    private boolean detach;

    @Option(
            names = "--expect-version",
            paramLabel = "N",
            description = "Refused unless the job is at version N now; 0: it is new.")
    private String expectVersion = "";

    @Option(
            names = "--force",
            description = "Before all else, everywhere at once: update and pauses do not hold it.")
    private boolean force;

    @Mixin private final SignatureFiles signatures = new SignatureFiles();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait: 30s, 2m, 1h. Default: 2m")
    private String timeout = "2m";

    public JobRun(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!expectVersion.matches("[0-9]{0,18}"))
            throw Failure.usage("--expect-version", expectVersion, "a whole number");
        var coming = new ComingUp(session, timeout);
        var api = session.api();
        var text = SentFile.ofJob(file);
        try {
            var sent =
                    Call.post("jobs")
                            .with("expectedVersion", expectVersion)
                            .with("forced", force ? "true" : "");
            var signed = signatures.with(sent);
            var answer = api.send(text.in(signed.with("namespace", session.ofFile())));
            if (session.json()) session.raw(answer);
            if (detach && !session.json()) said(answer.json());
            return detach ? ExitCode.OK : coming.watch(api, answer.json());
        } catch (Failure failure) {
            throw text.explained(failure, session.err());
        }
    }

    private void said(Json submitted) {
        var accepted = force ? FORCED : ACCEPTED;
        var words = submitted.at("unchanged").yes() ? ComingUp.UNCHANGED : accepted;
        session.out()
                .line(words.formatted(submitted.at("job").text(), submitted.at("version").text()));
    }
}
