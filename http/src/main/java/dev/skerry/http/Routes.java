package dev.skerry.http;

import dev.skerry.kernel.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The routes of all rooms, and the way from a path to one of them.
public final class Routes {
    private final List<Route> all;

    public Routes(List<RoomApi> rooms) {
        var routes = new ArrayList<Route>();
        for (var room : rooms) routes.addAll(room.routes());
        var seen = new HashSet<String>();
        for (var route : routes) {
            var shape = route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}");
            Check.check(seen.add(shape), "two routes answer " + shape);
        }
        all = List.copyOf(routes);
    }

    public List<Route> all() {
        return all;
    }

    /// What a path comes to.
    public sealed interface Found {
        /// @param values of the names in the path
        record One(Route route, Map<String, String> values) implements Found {}

        /// The path is known, but not with that method.
        record OtherMethod(String allow) implements Found {}

        record None() implements Found {}
    }

    /// The route for a request. HEAD is found where GET is.
    public Found find(String method, String path) {
        var wanted = method.equals("HEAD") ? "GET" : method;
        var methods = new TreeSet<String>();
        Found.One best = null;
        for (var route : all) {
            var values = route.match(path);
            if (values == null) continue;
            methods.add(route.method());
            boolean closer = best == null || values.size() < best.values().size();
            if (route.method().equals(wanted) && closer) best = new Found.One(route, values);
        }
        if (best != null) return best;
        return methods.isEmpty()
                ? new Found.None()
                : new Found.OtherMethod(String.join(", ", methods));
    }
}
