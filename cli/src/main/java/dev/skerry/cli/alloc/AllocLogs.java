package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Harmless;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "What a task has written, and with -f what it writes.",
        footer = {
            "",
            "Examples:",
            "  skerry alloc logs --tail 20 a12",
            "  skerry alloc logs -f --stderr --task server a12"
        })
final class AllocLogs implements Callable<Integer> {
    private static final int PIECE_BYTES = 16 * 1024;

    private final Session session;

    @Parameters(paramLabel = "ALLOCATION", description = "Its id, or the beginning of it.")
    private String allocation = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the task ends, or Ctrl-C.")
    private boolean follow;

    @Option(names = "--stderr", description = "Its stderr instead of its stdout.")
    private boolean stderr;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Which one; needed when the allocation has several.")
    private String task = "";

    @Option(names = "--tail", paramLabel = "LINES", description = "Only so many from the end.")
    private String tail = "";

    public AllocLogs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!tail.matches("[0-9]{0,6}")) throw Failure.usage("--tail", tail, "a number of lines");
        var call =
                Call.get("allocations", allocation, "logs")
                        .with("task", task)
                        .with("source", stderr ? "stderr" : "stdout")
                        .with("tail", tail)
                        .with("follow", follow ? "true" : "");
        var out = session.out().stream();
        var shown = session.out().terminal() ? new Harmless(out) : out;
        var output = session.api().output(call);
        if (tail.isEmpty() && output.offset() > 0) {
            session.err()
                    .line("%,d bytes before this are no longer kept.".formatted(output.offset()));
            session.err().flush(); // before what it is said of
        }
        try (var from = output.bytes()) {
            var piece = new byte[PIECE_BYTES];
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                shown.write(piece, 0, read);
                shown.flush();
                if (out.checkError()) break; // nobody reads any more
            }
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "The output broke off before its end.",
                    "The node may be out of reach: `skerry alloc status " + allocation + "`.");
        }
        return ExitCode.OK;
    }
}
