package dev.skerry.cli;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "A script that lets the shell complete these commands.",
        footer = {
            "",
            "Examples:",
            "  skerry completion bash > ~/.local/share/bash-completion/completions/skerry",
            "  source <(skerry completion zsh)"
        })
final class Completion implements Callable<Integer> {
    private static final String ZSH =
            "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit";

    private final Session session;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private String shell = "";

    Completion(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var script = AutoComplete.bash("skerry", Commands.line(session));
        switch (shell) {
            case "bash" -> session.out().raw(script);
            case "zsh" -> session.out().raw(ZSH + "\n" + script);
            default -> throw Failure.usage("SHELL", shell, "bash or zsh");
        }
        return ExitCode.OK;
    }
}
