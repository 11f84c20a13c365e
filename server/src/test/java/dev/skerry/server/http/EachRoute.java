package dev.skerry.server.http;

import dev.skerry.http.Route;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;

/// Every route that a server has, and a request for each, of something that is there.
///
/// @param allocation the id of one
record EachRoute(ApiFixture api, String allocation) {
    static final String NODE = "n-000000000001";

    List<Route> routes() {
        var all = new ArrayList<Route>();
        for (var room : RoomApis.of(api.parts)) all.addAll(room.routes());
        return all;
    }

    HttpRequest.Builder request(Route route) {
        var request = api.request(route.path().replace("{name}", name(route.path())));
        if (route.accepts().isEmpty())
            return request.method(route.method(), HttpRequest.BodyPublishers.noBody());
        var type = route.accepts().getFirst();
        var body = type.equals(ApiTest.YAML) ? ApiTest.BADGE : "{}";
        return request.header("Content-Type", type)
                .method(route.method(), HttpRequest.BodyPublishers.ofString(body));
    }

    private String name(String path) {
        if (path.startsWith("/v1/jobs")) return "badge";
        if (path.startsWith("/v1/deployments")) return "d0123456789";
        if (path.startsWith("/v1/recalls")) return "r0123456789";
        if (path.startsWith("/v1/namespaces")) return "default";
        return path.startsWith("/v1/nodes") ? NODE : allocation;
    }
}
