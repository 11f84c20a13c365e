package dev.skerry.cli;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "help",
        description = "Explains a command.",
        footer = {"", "Example:", "  skerry help job run"})
final class Help implements Callable<Integer> {
    private final CommandLine line;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "The command.")
    private List<String> words = new ArrayList<>();

    Help(CommandLine line) {
        this.line = line;
    }

    @Override
    public Integer call() throws Failure {
        var here = line;
        for (var word : words) {
            here = here.getSubcommands().get(word);
            if (here == null)
                throw new Failure(
                        ExitCode.USAGE,
                        "There is no command `" + String.join(" ", words) + "`.",
                        "`skerry --help` shows what there is.");
        }
        here.usage(line.getOut());
        return ExitCode.OK;
    }
}
