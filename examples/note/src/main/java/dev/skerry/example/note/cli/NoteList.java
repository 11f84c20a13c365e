package dev.skerry.example.note.cli;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists all notes, and which of them are seen.")
final class NoteList implements Callable<Integer> {
    private final Session session;

    NoteList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.get("notes"),
                (answer, _) -> answer.text().lines().forEach(session.out()::line));
        return ExitCode.OK;
    }
}
