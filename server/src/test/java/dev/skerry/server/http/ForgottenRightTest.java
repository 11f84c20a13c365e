package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Doors;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Saved;
import dev.skerry.server.Hashes;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.cluster.ClusterServerRoom;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A handler that knows in which namespace a thing is, and does not say so before it answers.
class ForgottenRightTest {
    private static final Thing DRAWERS = Thing.inNamespaces("hashes", "drawers");

    @TempDir Path folder;

    /// @param closed done when an answer that goes on was let go
    private record Drawers(CompletableFuture<Void> closed) implements ServerRoom {
        @Override
        public Saved<?> saved() {
            return Hashes.SAVED.getFirst();
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            var read = Need.read(DRAWERS).wherever();
            return new RoomApi(
                    DOCUMENT,
                    List.of(
                            Route.get("/v1/forgotten", read, Route.TEXT, _ -> gold()),
                            Route.get("/v1/flowing", read, Route.TEXT, _ -> flowing()),
                            Route.get("/v1/asked", read, Route.TEXT, Drawers::asked)));
        }

        private static Answer gold() {
            return Answer.text(Route.TEXT, "gold");
        }

        private Answer flowing() {
            return new Answer.Streamed(
                    200,
                    Route.TEXT,
                    Map.of(),
                    out -> {
                        try {
                            out.write("gold".getBytes(StandardCharsets.UTF_8));
                        } finally {
                            closed.complete(null);
                        }
                    });
        }

        private static Answer asked(Request request) throws Declined {
            request.within("shop");
            return gold();
        }
    }

    private static final String DOCUMENT =
            """
            paths:
              /v1/forgotten: {get: {x-needs: read hashes/drawers, responses: {}}}
              /v1/flowing: {get: {x-needs: read hashes/drawers, responses: {}}}
              /v1/asked: {get: {x-needs: read hashes/drawers, responses: {}}}
            """;

    @Test
    void whatNobodyHasJudgedIsNotAnswered() throws Exception {
        var closed = new CompletableFuture<Void>();
        var rooms = List.of(new ClusterServerRoom(), new Drawers(closed));
        try (var api = new ApiFixture(folder, rooms, new OneLocalCaller())) {
            for (var path : new String[] {"/v1/forgotten", "/v1/flowing"}) {
                var answer = api.get(path);
                Documented.problem(500, answer);
                assertFalse(answer.body().contains("gold"), answer.body());
            }
            closed.get(20, TimeUnit.SECONDS);
            assertEquals("gold", api.get("/v1/asked").body());
        }
    }
}
