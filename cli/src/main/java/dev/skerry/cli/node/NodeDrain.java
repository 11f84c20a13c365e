package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.api.TimeOption;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drain",
        description = {
            "Moves the work of a node elsewhere, and places nothing new there.",
            "System jobs stay, unless --system says otherwise."
        },
        footer = {
            "",
            "Examples:",
            "  skerry node drain badge-1 --deadline 10m",
            "  skerry node drain badge-1 --off"
        })
final class NodeDrain implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its id, the beginning of it, or its name.")
    private String node = "";

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "After that the rest is stopped: 0s to 30d. Default: 1h")
    private String deadline = "1h";

    @Option(names = "--system", description = "Stops system jobs as well, after all else.")
    private boolean system;

    @Option(names = "--off", description = "Ends the drain; the node takes work again.")
    private boolean off;

    public NodeDrain(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        TimeOption.check("--deadline", deadline);
        var body =
                off
                        ? "{\"deadline\":null}"
                        : "{\"deadline\":%s,\"systemToo\":%s}"
                                .formatted(Json.quoted(deadline), system);
        var said = off ? "takes work again." : "is being drained, for at most " + deadline + ".";
        session.show(
                Call.post("nodes", node, "drain").json(body),
                (_, _) -> session.out().line(node + " " + said));
        return ExitCode.OK;
    }
}
