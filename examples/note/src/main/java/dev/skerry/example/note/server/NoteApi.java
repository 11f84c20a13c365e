package dev.skerry.example.note.server;

import dev.skerry.example.note.NoteBoard;
import dev.skerry.example.note.NoteMessage;
import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// What notes answer over HTTP.
record NoteApi(Door<NoteBoard, NoteMessage> door) {
    private static final Thing NOTES = Thing.ofTheFleet("note", "notes");
    static final Need.Right READ = Need.read(NOTES);

    private static final String DOCUMENT =
            """
            paths:
              /v1/notes:
                get:
                  x-needs: read note/notes
                  summary: All notes, a line each; node, number, seen or sent, text.
                  responses:
                    '200': {$ref: '#/components/responses/Notes'}
                    default: {$ref: '#/components/responses/Problem'}
                  parameters:
                    - {$ref: '#/components/parameters/index'}
                    - {$ref: '#/components/parameters/wait'}
              /v1/notes/{name}:
                put:
                  x-needs: write note/notes
                  summary: Leaves a note for a node, in place of the one before.
                  requestBody: {content: {text/plain: {schema: {type: string}}}}
                  responses:
                    '200': {$ref: '#/components/responses/Notes'}
                    default: {$ref: '#/components/responses/Problem'}
                  parameters: [{$ref: '#/components/parameters/name'}]
            components:
              responses:
                Notes: {description: Done., content: {text/plain: {schema: {type: string}}}}
            """;

    RoomApi api() {
        return new RoomApi(
                DOCUMENT,
                List.of(
                        Route.get("/v1/notes", READ, Route.TEXT, this::list),
                        new Route(
                                "PUT",
                                "/v1/notes/{name}",
                                Need.write(NOTES),
                                List.of(Route.TEXT),
                                Route.TEXT,
                                this::write)));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var now = request.view(door);
        return Answer.text(Route.TEXT, lines(now.state()))
                .with(JsonAnswers.INDEX_HEADER, Long.toString(now.index()));
    }

    private static String lines(NoteBoard board) {
        return board.notes().asMap().entrySet().stream()
                .map(it -> {
                    var note = it.getValue();
                    var seen = note.seen() ? "seen" : "sent";
                    return "%s %d %s %s\n".formatted(it.getKey(), note.number(), seen, note.text());
                })
                .sorted()
                .collect(Collectors.joining());
    }

    private Answer write(Request request) throws InterruptedException, Declined {
        request.only();
        var text = new String(request.body().bytes(), StandardCharsets.UTF_8);
        door.submit(new NoteMessage.WriteNote(request.name(), text), request.caller());
        return Answer.text(Route.TEXT, request.name() + " has a note\n");
    }
}
