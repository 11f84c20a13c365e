package dev.skerry.cli.job;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Sends a job file, and shows the job coming up.",
            "Ends with 0 when all that is wanted runs and is healthy, with 5 when it does not in"
                    + " time; it then says why. The job is kept either way."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job run badge.yaml",
            "  skerry job run --detach --expect-version 3 badge.yaml"
        })
public final class JobRun implements Callable<Integer> {
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
        var text = JobFileText.read(file);
        try {
            var sent = Call.post("jobs").with("expectedVersion", expectVersion);
            var answer = api.send(text.in(sent));
            if (session.json()) session.raw(answer);
            if (detach && !session.json()) said(answer.json());
            return detach ? ExitCode.OK : watch(api, answer.json(), limit);
        } catch (Failure failure) {
            throw text.explained(failure, session.err());
        }
    }

    private void said(Json submitted) {
        session.out()
                .line(
                        "%s version %s is accepted."
                                .formatted(
                                        submitted.at("job").text(),
                                        submitted.at("version").text()));
    }

    private int watch(Api api, Json submitted, Duration limit) throws Failure {
        var arrival = Arrival.of(api, submitted);
        if (arrival.await(session.json() ? session.err() : session.out(), limit))
            return ExitCode.OK;
        arrival.explain(session.err(), JobStatus.nodeNames(session));
        throw new Failure(
                ExitCode.TIMED_OUT,
                "%s did not come up within %s.".formatted(arrival.name(), timeout),
                "It is kept, and comes up when it can: `skerry job status %s%s`."
                        .formatted(arrival.name(), session.addressWords()));
    }

    static Duration limit(String text) throws Failure {
        var right = text.matches("[0-9]{1,6}(ms|s|m|h)");
        if (!right) throw Failure.usage("--timeout", text, "a time such as 30s, 2m or 1h");
        int unit = text.endsWith("ms") ? 2 : 1;
        long number = Long.parseLong(text.substring(0, text.length() - unit));
        return switch (text.substring(text.length() - unit)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
