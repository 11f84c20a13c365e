package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import picocli.CommandLine.Option;

/// What commands have in common that launch a job by hand.
final class ChildOptions {
    @Option(names = "--detach", description = "Does not wait.")
    private boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to wait: 30s, 2m, 1h. Default: 2m")
    private String timeout = "2m";

    int send(Session session, Call call) throws Failure {
        var coming = new ComingUp(session, timeout);
        var api = session.api();
        var answer = api.send(call.with("namespace", session.namespace()));
        var child = answer.json();
        boolean onNodes = child.at("job").is(child.at("parent").text());
        if (session.json()) session.raw(answer);
        else session.out().line(onNodes ? onNodes(child) : launched(child));
        // what runs there is there already, and one that is not heard runs it when it is
        return detach || onNodes ? ExitCode.OK : coming.watch(api, child);
    }

    private static String launched(Json child) {
        return child.at("job").text() + " is launched.";
    }

    private static String onNodes(Json job) {
        var name = job.at("job").text();
        return ("Each node that has %s runs it now, or as soon as it is heard: `skerry job"
                        + " status %s`.")
                .formatted(name, name);
    }
}
