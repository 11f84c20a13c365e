package dev.skerry.cli;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Nouns;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.Shell;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Wrapped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// `skerry NOUN VERB`.
public final class Main {
    private static final int HELP_COLUMNS = 100;

    /// The parser lays out no help for less.
    private static final int HELP_COLUMNS_MIN = 55;

    private Main() {}

    public static void main(String[] words) {
        System.exit(run(Shell.here(), words));
    }

    /// Runs one command of the product.
    ///
    /// @return its exit code
    public static int run(Shell shell, String... words) {
        return run(Commands::nouns, shell, words);
    }

    /// Runs one command.
    ///
    /// @param nouns what rooms have beside the product's own words
    /// @return its exit code
    public static int run(Nouns nouns, Shell shell, String... words) {
        var out = shell.out();
        var err = shell.err();
        var session = new Session(shell);
        var line = Commands.line(session, nouns.of(session), words);
        int columns = helpColumns(shell);
        line.setUsageHelpWidth(Math.clamp(columns, HELP_COLUMNS_MIN, HELP_COLUMNS));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        out.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        var help = new StringWriter();
        line.setOut(new PrintWriter(help));
        line.setErr(writer(err));
        line.setExecutionStrategy(Main::execute);
        line.setParameterExceptionHandler((wrong, _) -> misspelt(err, wrong));
        line.setExecutionExceptionHandler((failure, _, _) -> failed(err, failure));
        int code = words.length == 0 ? help(line) : line.execute(words);
        var text = help.toString();
        out.stream().print(columns < HELP_COLUMNS_MIN ? Wrapped.to(columns, text) : text);
        out.flush();
        err.flush();
        return code;
    }

    /// An option with an empty value, as of a variable that is not set, would be as if it was not
    /// there: for a version that is all of them.
    private static int execute(ParseResult parsed) {
        for (var each = parsed; each != null; each = each.subcommand())
            for (var option : each.matchedOptions())
                if (option.stringValues().stream().anyMatch(String::isBlank))
                    throw new ParameterException(
                            each.commandSpec().commandLine(),
                            option.longestName() + " is empty; give it a value, or leave it out");
        return new CommandLine.RunLast().execute(parsed);
    }

    /// As wide as the terminal. Where help goes into a file or a pager, COLUMNS of the environment
    /// may say how wide that is.
    private static int helpColumns(Shell shell) {
        int columns = shell.out().columns();
        if (columns == 0) columns = Screen.columns(shell.environment());
        return columns == 0 ? HELP_COLUMNS : columns;
    }

    private static PrintWriter writer(Screen screen) {
        return new PrintWriter(screen.stream(), false, StandardCharsets.UTF_8);
    }

    private static int help(CommandLine line) {
        line.usage(line.getOut());
        return ExitCode.OK;
    }

    private static int misspelt(Screen err, ParameterException wrong) {
        var name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        var misspelt = Misspelt.of(wrong);
        var advice = "`" + name + " --help` shows what there is.";
        var near = misspelt.near();
        say(
                err,
                misspelt.sentence(),
                near == null ? advice : "Is `%s` meant? ".formatted(near) + advice);
        return ExitCode.USAGE;
    }

    private static int failed(Screen err, Exception exception) {
        if (exception instanceof Failure failure) {
            say(err, failure.sentence(), failure.advice());
            return failure.exitCode();
        }
        say(
                err,
                "That is a fault of this command: " + exception,
                "Please report it with the words you used.");
        return ExitCode.FAILED;
    }

    private static void say(Screen err, String sentence, String advice) {
        err.line(err.paint(Paint.BAD, "skerry: ") + sentence);
        if (!advice.isEmpty()) err.line("  " + advice);
    }
}
