package dev.skerry.server.words;

import static dev.skerry.server.Hashes.HASHES;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.JsonAnswers;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import java.util.List;
import org.pcollections.PVector;

/// What the small room of words answers: all that a room brings for HTTP.
record WordsApi(Door<PVector<String>, String> door) {
    private static final Thing WORDS = Thing.ofTheFleet(HASHES.name(), "words");

    private static final String DOCUMENT =
            """
            paths:
              /v1/words:
                get:
                  x-needs: read hashes/words
                  summary: All words.
                  responses:
                    '200': {$ref: '#/components/responses/Words'}
                    default: {$ref: '#/components/responses/Problem'}
                  parameters:
                    - {$ref: '#/components/parameters/index'}
                    - {$ref: '#/components/parameters/wait'}
              /v1/words/{name}:
                post:
                  x-needs: write hashes/words
                  summary: One word more.
                  responses:
                    '200': {$ref: '#/components/responses/Words'}
                    default: {$ref: '#/components/responses/Problem'}
                  parameters: [{$ref: '#/components/parameters/name'}]
            components:
              responses:
                Words: {description: Done., content: {text/plain: {schema: {type: string}}}}
            """;

    RoomApi api() {
        return new RoomApi(
                DOCUMENT,
                List.of(
                        Route.get("/v1/words", Need.read(WORDS), Route.TEXT, this::list),
                        new Route(
                                "POST",
                                "/v1/words/{name}",
                                Need.write(WORDS),
                                List.of(),
                                Route.TEXT,
                                this::add)));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        var now = request.view(door);
        return Answer.text(Route.TEXT, String.join(" ", now.state()))
                .with(JsonAnswers.INDEX_HEADER, Long.toString(now.index()));
    }

    private Answer add(Request request) throws InterruptedException, Declined {
        request.only();
        long index = door.submit(request.name(), request.caller());
        return Answer.text(Route.TEXT, "at " + index);
    }
}
