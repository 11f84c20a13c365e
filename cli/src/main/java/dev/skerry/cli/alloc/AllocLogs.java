package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Harmless;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.io.InputStream;
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
            "  skerry alloc logs --tail 20 a7k2m9x4qtb",
            "  skerry alloc logs -f --stderr --task server a7k2m9x4qtb"
        })
final class AllocLogs implements Callable<Integer> {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final long UNKNOWN = -1;

    /// Answers that break off without a byte, one after the other.
    private static final int TRIES_MAX = 3;

    private final Session session;

    @Parameters(paramLabel = "ALLOCATION", description = "Its id, or the beginning of it.")
    private String allocation = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the task ends, its node goes away, or Ctrl-C.")
    private boolean follow;

    @Option(names = "--stderr", description = "Its stderr instead of its stdout.")
    private boolean stderr;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Which one; needed when the allocation has several.")
    private String task = "";

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            description = {
                "Only so many from the end: 1 to 100000, of the last 4 MiB.",
                "Begins with a whole line."
            })
    private String tail = "";

    public AllocLogs(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!tail.matches("([1-9][0-9]{0,4}|100000)?"))
            throw Failure.usage("--tail", tail, "a number of lines from 1 to 100000");
        if (follow && nothing(own())) sayWhereElse();
        long next = UNKNOWN;
        int vain = 0;
        while (true) {
            var output = session.api().output(asked(next));
            if (next < 0 && tail.isEmpty()) gone(output.offset());
            else if (next >= 0) gone(output.offset() - next);
            long from = output.offset() < 0 ? next : output.offset();
            var copied = copy(output.bytes());
            boolean nothing = copied.bytes() == 0 && next < 0;
            if (copied.whole() && follow && nothing) return ended();
            if (copied.whole() && !follow && nothing) sayWhereElse();
            if (copied.whole()) return ExitCode.OK;
            vain = copied.bytes() > 0 ? 0 : vain + 1;
            boolean anew = from < 0 && copied.bytes() == 0; // nothing was shown yet
            if ((from < 0 && !anew) || vain == TRIES_MAX) throw brokeOff();
            next = anew ? UNKNOWN : from + copied.bytes();
        }
    }

    /// An end without a byte: the task has written nothing, or its node went away meanwhile. Who
    /// asks for what is kept is told which.
    private int ended() throws Failure {
        follow = false;
        copy(session.api().output(asked(UNKNOWN)).bytes());
        return ExitCode.OK;
    }

    private String own() {
        return stderr ? "stderr" : "stdout";
    }

    /// Many programs write to one of the two only: who looks at the other is told.
    private void sayWhereElse() {
        var other = stderr ? "stdout" : "stderr";
        var option = (stderr ? "" : " --stderr") + (task.isEmpty() ? "" : " --task " + task);
        var words =
                nothing(other)
                        ? "Nothing was written to %s, nor to %s.".formatted(own(), other)
                        : ("Nothing was written to %s. There is output on %s:"
                                        + " `skerry alloc logs%s %s%s`.")
                                .formatted(
                                        own(), other, option, allocation, session.addressWords());
        session.err().line(words);
        session.err().flush();
    }

    /// Whether that stream is known to be empty. Where it cannot be read, the output itself cannot
    /// either, and says why.
    private boolean nothing(String stream) {
        var call =
                Call.get("allocations", allocation, "logs")
                        .with("task", task)
                        .with("source", stream)
                        .with("tail", "1");
        try (var bytes = session.api().output(call).bytes()) {
            return bytes.read() < 0;
        } catch (Failure | IOException e) {
            return false;
        }
    }

    /// @param from the byte to go on from; negative: from the beginning, or as many lines as wanted
    private Call asked(long from) {
        return Call.get("allocations", allocation, "logs")
                .with("task", task)
                .with("source", own())
                .with("tail", from < 0 ? tail : "")
                .with("offset", from < 0 ? "" : Long.toString(from))
                .with("follow", follow ? "true" : "");
    }

    private void gone(long bytes) {
        if (bytes <= 0) return;
        var are = bytes == 1 ? " before this is" : " before this are";
        session.err().line(Words.count(bytes, "byte") + are + " no longer kept.");
        session.err().flush(); // before what it is said of
    }

    /// @param whole false: it broke off, and may be gone on with
    private record Copied(long bytes, boolean whole) {}

    private Copied copy(InputStream output) {
        var out = session.out().stream();
        var shown = session.out().terminal() ? new Harmless(out) : out;
        long bytes = 0;
        try (output) {
            var piece = new byte[PIECE_BYTES];
            for (int read = output.read(piece); read >= 0; read = output.read(piece)) {
                shown.write(piece, 0, read);
                shown.flush();
                bytes += read;
                if (out.checkError()) break; // nobody reads any more
            }
            return new Copied(bytes, true);
        } catch (IOException e) {
            return new Copied(bytes, false);
        }
    }

    private Failure brokeOff() {
        return new Failure(
                ExitCode.UNREACHABLE,
                "The output broke off before its end.",
                "The node may be out of reach: `skerry alloc status " + allocation + "`.");
    }
}
