package dev.skerry.server.http;

import dev.skerry.http.Answer;
import dev.skerry.http.ApiDocument;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.RoomApi;
import dev.skerry.http.Route;
import dev.skerry.http.Thing;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.ServerParts;
import dev.skerry.server.strangers.Murmur;
import java.util.ArrayList;
import java.util.List;

/// What a server says besides what its rooms answer: their events, its metrics, and what describes
/// the API.
final class ServerRoutes {
    private static final Thing METRICS = Thing.ofTheFleet("server", "metrics");
    private static final String YAML = "application/yaml";

    private final ServerParts parts;
    private final RoomApi own;
    private final String document;
    private final Murmur murmur = new Murmur();

    /// @param rooms all of them, for the document
    ServerRoutes(ServerParts parts, List<RoomApi> rooms) {
        this.parts = parts;
        var routes = new ArrayList<Route>(parts.events().routes(parts.leader()));
        var metrics = Route.get("/metrics", Need.read(METRICS), Route.TEXT, this::metrics);
        routes.add(metrics.thatIsHeavy());
        routes.add(Route.get("/v1/openapi.yaml", Need.nothing(), YAML, this::document));
        this.own = RoomApi.beside(ServerRoutes.class, routes);
        var documents = new ArrayList<String>();
        for (var room : rooms) documents.add(room.document());
        documents.add(own.document());
        this.document = ApiDocument.of(documents);
    }

    RoomApi api() {
        return own;
    }

    private Answer metrics(Request request) throws Declined {
        request.only();
        var text = new Metrics(parts, request.admitted(), murmur).text();
        return Answer.text(PrometheusText.MEDIA_TYPE, text);
    }

    private Answer document(Request request) throws Declined {
        request.only();
        return Answer.text(YAML, document);
    }
}
