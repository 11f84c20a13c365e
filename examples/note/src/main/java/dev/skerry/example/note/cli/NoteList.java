package dev.skerry.example.note.cli;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.time.Instant;
import java.util.List;
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
        session.show(Call.get("notes"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        for (var note : answer.json().list()) {
            var seen = note.at("seen").yes() ? "seen" : "sent";
            var words = List.of(note.at("node").text(), note.at("number").text(), seen);
            session.out().line(String.join(" ", words) + " " + note.at("text").text());
        }
    }
}
