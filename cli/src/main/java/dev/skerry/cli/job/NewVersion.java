package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import picocli.CommandLine.Option;

/// What commands have in common that make a new version of a job out of one that is there.
final class NewVersion {
    @Option(names = "--detach", description = "Does not wait.")
    private boolean detach;

    @Option(
            names = "--expect-version",
            paramLabel = "N",
            description = "Refused unless the job is at version N now.")
    private String expectVersion = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait: 30s, 2m, 1h. Default: 2m")
    private String timeout = "2m";

    /// @param said when it is not waited for; the job and its version come into it
    int send(Session session, Call call, String said) throws Failure {
        if (!expectVersion.matches("[0-9]{0,18}"))
            throw Failure.usage("--expect-version", expectVersion, "a whole number");
        var coming = new ComingUp(session, timeout);
        var api = session.api();
        var answer =
                api.send(
                        call.with("namespace", session.namespace())
                                .with("expectedVersion", expectVersion));
        var changed = answer.json();
        if (session.json()) session.raw(answer);
        else if (detach || changed.at("unchanged").yes()) {
            var words = changed.at("unchanged").yes() ? ComingUp.UNCHANGED : said;
            session.out()
                    .line(words.formatted(changed.at("job").text(), changed.at("version").text()));
        }
        return detach ? ExitCode.OK : coming.watch(api, changed);
    }
}
