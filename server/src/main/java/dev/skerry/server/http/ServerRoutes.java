package dev.skerry.server.http;

import dev.skerry.cluster.metrics.PrometheusText;
import dev.skerry.cluster.server.Answer;
import dev.skerry.cluster.server.Control;
import dev.skerry.cluster.server.Route;
import dev.skerry.server.ServerParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// What a server says besides the state of its cluster: its metrics, and what describes the API.
final class ServerRoutes {
    private final ServerParts parts;
    private final Control control;

    ServerRoutes(ServerParts parts, Control control) {
        this.parts = parts;
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                get("/metrics", "text/plain", _ -> metrics()),
                get("/v1/openapi.yaml", "application/yaml", _ -> document("openapi.yaml")),
                get(
                        "/v1/schema/job.json",
                        "application/schema+json",
                        _ -> document("job.schema.json")));
    }

    private static Route get(String path, String gives, Route.Handler handler) {
        return new Route("GET", path, List.of(), gives, handler);
    }

    private Answer metrics() {
        var text = new Metrics(parts, control.now().cluster()).text();
        return Answer.text(PrometheusText.MEDIA_TYPE, text);
    }

    private static Answer document(String name) {
        try (var in = ServerRoutes.class.getResourceAsStream("/api/" + name)) {
            if (in == null) throw new IllegalStateException("this build lacks " + name);
            var type = name.endsWith(".json") ? "application/schema+json" : "application/yaml";
            return new Answer.Whole(200, type, Map.of(), new Answer.Body(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
