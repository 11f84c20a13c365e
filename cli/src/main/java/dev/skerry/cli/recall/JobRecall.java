package dev.skerry.cli.recall;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "recall",
        description = {
            "Stops a job, or a version of it and all that run the same, everywhere.",
            "It never starts again until `skerry recall lift`, also on nodes that are cut off now:"
                    + " they stop it when they are back, before anything else.",
            "A deployment to it fails, and the last stable version that is not recalled comes back."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job recall --version 3 badge",
            "  skerry job recall --version 3 --reason \"deletes its data\" badge",
            "  skerry job recall badge"
        })
public final class JobRecall implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Only that version, and those that run the same; without: all of it.")
    private String version = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "For people: why.")
    private String reason = "";

    public JobRecall(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!version.matches("[0-9]{0,18}"))
            throw Failure.usage("--version", version, "the number of a version");
        var call =
                Call.post("jobs", job, "recall")
                        .with("namespace", session.namespace())
                        .with("version", version)
                        .with("reason", reason)
                        .json("{}");
        session.show(call, (answer, _) -> said(answer.json()));
        return ExitCode.OK;
    }

    private void said(Json made) {
        var out = session.out();
        var recall = made.at("recall");
        var what = version.isEmpty() ? job : "Version %s of %s".formatted(version, job);
        out.line("%s is recalled (%s).".formatted(what, recall.at("id").text()));
        long ending = recall.at("ending").whole();
        long unheard = recall.at("unheard").whole();
        if (ending > 0) out.line(Words.count(ending, "allocation") + " of it end now.");
        if (unheard > 0)
            out.line(
                    "%s on nodes that are not heard: they stop when those are back."
                            .formatted(Words.count(unheard, "allocation")));
        if (!made.at("stopped").yes()) return;
        var names = job + session.addressWords();
        var stable = made.at("stable").text();
        boolean back = !version.isEmpty() && !stable.equals("0");
        if (made.at("comesBack").yes())
            out.line("Version %s comes back: `skerry job status %s`.".formatted(stable, names));
        else if (back)
            out.line(
                    "Nothing of it is placed now. `skerry job revert %s %s` brings back version %s."
                            .formatted(names, stable, stable));
        else out.line("Nothing of it is placed now: `skerry job status %s`.".formatted(names));
    }
}
