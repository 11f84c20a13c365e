package dev.skerry.example.note.cli;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "write", description = "Leaves a note for a node, in place of the one before.")
final class NoteWrite implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "NODE", description = "Its id.")
    private String node = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "One line, at most 200 characters.")
    private String text = "";

    NoteWrite(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var body = text.getBytes(StandardCharsets.UTF_8);
        session.show(
                Call.of("PUT", "notes", node).body("text/plain", body),
                (answer, _) -> session.out().line(node + " has a note"));
        return ExitCode.OK;
    }
}
