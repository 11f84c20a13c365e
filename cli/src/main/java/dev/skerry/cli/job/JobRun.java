package dev.skerry.cli.job;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.SignatureFiles;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.TimeSpan;
import java.time.Duration;
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
            "  skerry job run --signature badge.sig badge.yaml"
        })
final class JobRun implements Callable<Integer> {
    private static final String ACCEPTED = "%s version %s is accepted.";

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
        var limit = limit(timeout);
        var api = session.api();
        var text = SentFile.ofJob(file);
        try {
            var sent = Call.post("jobs").with("expectedVersion", expectVersion);
            var signed = signatures.with(sent);
            var answer = api.send(text.in(signed.with("namespace", session.ofFile())));
            if (session.json()) session.raw(answer);
            if (detach && !session.json()) said(answer.json());
            return detach ? ExitCode.OK : watch(api, answer.json(), limit);
        } catch (Failure failure) {
            throw text.explained(failure, session.err());
        }
    }

    private void said(Json submitted) {
        var words =
                submitted.at("unchanged").yes() ? "%s is unchanged since version %s." : ACCEPTED;
        session.out()
                .line(words.formatted(submitted.at("job").text(), submitted.at("version").text()));
    }

    private int watch(Api api, Json submitted, Duration limit) throws Failure {
        var arrival = Arrival.of(api, submitted);
        var screen = session.json() ? session.err() : session.out();
        if (submitted.at("unchanged").yes() && arrival.over()) return nothingRun(screen, submitted);
        var end = arrival.await(screen, limit);
        if (end == Arrival.Ending.UP) return ExitCode.OK;
        if (end != Arrival.Ending.NOT_DONE)
            arrival.explain(session.err(), JobStatus.nodeNames(session));
        throw failure(end, arrival.name(), arrival.says());
    }

    /// A batch that has ended is not run again by sending the same once more.
    private int nothingRun(Screen screen, Json submitted) {
        var name = submitted.at("job").text();
        screen.line(
                "%s is unchanged since version %s, which is done: nothing was run."
                        .formatted(name, submitted.at("version").text()));
        screen.line(
                "To run it again, stop it first: `skerry job stop %s%s`."
                        .formatted(name, session.addressWords()));
        return ExitCode.OK;
    }

    /// @param says why it is not up; empty: that is said already, or nobody knows
    private Failure failure(Arrival.Ending end, String name, String says) {
        var words = name + session.addressWords();
        var why = says.isEmpty() ? "." : ": " + says + ".";
        return switch (end) {
            case FAILED ->
                    new Failure(
                            ExitCode.FAILED,
                            name + " has failed, and is not tried again" + why,
                            ("`skerry alloc list --job %s` says why. To run it again, send"
                                            + " a changed file, or stop it first:"
                                            + " `skerry job stop %s`.")
                                    .formatted(words, words));
            case NOT_DONE ->
                    new Failure(
                            ExitCode.TIMED_OUT,
                            "%s runs; not done within %s.".formatted(name, timeout),
                            "It goes on: `skerry job status %s`.".formatted(words));
            case UP, NOT_UP ->
                    new Failure(
                            ExitCode.TIMED_OUT,
                            "%s did not come up within %s%s".formatted(name, timeout, why),
                            "It is kept, and comes up when it can: `skerry job status %s`."
                                    .formatted(words));
        };
    }

    static Duration limit(String text) throws Failure {
        var limit = TimeSpan.of(text);
        if (limit.isPresent()) return limit.get();
        throw Failure.usage("--timeout", text, "a time such as 30s, 2m or 1h30m");
    }
}
