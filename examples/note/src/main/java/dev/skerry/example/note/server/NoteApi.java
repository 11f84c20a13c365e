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
import dev.skerry.json.JsonForms;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/// What notes answer over HTTP.
record NoteApi(Door<NoteBoard, NoteMessage> door) {
    private static final Thing NOTES = Thing.ofTheFleet("note", "notes");
    static final Need.Right READ = Need.read(NOTES);

    private static final JsonAnswers JSON =
            new JsonAnswers(JsonForms.builder().whenMet("dev.skerry.example.note.").build()::of);

    private static final String DOCUMENT =
            """
            paths:
              /v1/notes:
                get:
                  x-needs: read note/notes
                  summary: All notes, by node.
                  responses:
                    '200':
                      description: The notes.
                      content:
                        application/json:
                          schema: {type: array, items: {$ref: '#/components/schemas/Note'}}
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
                    '200':
                      description: Done, at that number of the log.
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/NoteLeft'}
                    default: {$ref: '#/components/responses/Problem'}
                  parameters: [{$ref: '#/components/parameters/name'}]
            components:
              schemas:
                NoteLeft:
                  type: object
                  required: [node, index]
                  properties: {node: {type: string}, index: {type: integer}}
                Note:
                  type: object
                  required: [node, number, seen, text]
                  properties:
                    node: {type: string}
                    number: {type: integer, description: Of all notes; the last has the highest.}
                    seen: {type: boolean, description: Whether it has arrived.}
                    text: {type: string}
            """;

    RoomApi api() {
        return new RoomApi(
                DOCUMENT,
                List.of(
                        Route.get("/v1/notes", READ, this::list),
                        new Route(
                                "PUT",
                                "/v1/notes/{name}",
                                Need.write(NOTES),
                                List.of(Route.TEXT),
                                Route.JSON,
                                this::write)));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var now = request.view(door);
        return JSON.at(now, notes(now.state()));
    }

    private static List<NoteAnswer> notes(NoteBoard board) {
        return board.notes().asMap().entrySet().stream()
                .map(it -> NoteAnswer.of(it.getKey(), it.getValue()))
                .sorted(Comparator.comparing(NoteAnswer::node))
                .toList();
    }

    private Answer write(Request request) throws InterruptedException, Declined {
        request.only();
        var text = new String(request.body().bytes(), StandardCharsets.UTF_8);
        var message = new NoteMessage.WriteNote(request.name(), text);
        return JSON.of(new NoteLeft(request.name(), door.submit(message, request.caller())));
    }
}
