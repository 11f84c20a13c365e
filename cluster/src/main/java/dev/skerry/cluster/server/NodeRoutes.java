package dev.skerry.cluster.server;

import static dev.skerry.cluster.server.ClusterApi.JSON;
import static dev.skerry.cluster.server.ClusterApi.NODES;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.decide.DrainDecisions;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.http.Answer;
import dev.skerry.http.Bodies;
import dev.skerry.http.Declined;
import dev.skerry.http.Door;
import dev.skerry.http.Durations;
import dev.skerry.http.Need;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.http.StateAt;
import dev.skerry.kernel.Refusal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Nodes: to see, to empty, to label, to shut out.
final class NodeRoutes {
    /// Of nodes that begin alike.
    private static final int SHOWN_MAX = 5;

    private static final String NODE_SHOULD =
            "the id or the name of a node, or the beginning of either";

    private final Door<Cluster, ClusterMessage> door;

    NodeRoutes(Door<Cluster, ClusterMessage> door) {
        this.door = door;
    }

    List<Route> routes() {
        var read = Need.read(NODES);
        var write = Need.write(NODES).wherever();
        var administer = Need.administer(NODES).wherever();
        return List.of(
                Route.get("/v1/nodes", read.inLists(), this::list).thatIsHeavy(),
                Route.get("/v1/nodes/{name}", read.wherever(), this::detail),
                Route.delete("/v1/nodes/{name}", administer, this::remove),
                Route.object("/v1/nodes/{name}/eligibility", write, this::eligibility),
                Route.object("/v1/nodes/{name}/drain", write, this::drain),
                Route.patch("/v1/nodes/{name}/meta", write, this::meta),
                Route.post("/v1/nodes/{name}/revoke", administer, this::revoke));
    }

    private Answer list(Request request) throws InterruptedException, Declined {
        request.only("prefix", "pool", "perPage", "after", "index", "wait");
        var view = request.view(door);
        var prefix = request.text("prefix", "");
        var pool = request.text("pool", "");
        var nodes =
                view.state().nodes().values().stream()
                        .filter(node -> request.inPool(node.identity().pool()))
                        .filter(node -> pool.isEmpty() || node.identity().pool().equals(pool))
                        .filter(node ->
                                node.id().startsWith(prefix)
                                        || node.identity().name().startsWith(prefix))
                        .sorted(Comparator.comparing(NodeRoutes::order))
                        .toList();
        var now = door.time();
        var seen = StatusRoutes.seen(request, ClusterApi.ALLOCATIONS);
        return JSON.page(
                request,
                view,
                nodes,
                NodeRoutes::order,
                node -> NodeAnswers.summary(view.state(), node, now, seen));
    }

    private static String order(Node node) {
        return node.identity().name() + "/" + node.id();
    }

    private Answer detail(Request request) throws InterruptedException, Declined {
        request.only("index", "wait");
        node(door.now(), request); // nobody waits for what is not for him
        var view = request.view(door);
        var node = node(view, request);
        var seen = StatusRoutes.seen(request, ClusterApi.ALLOCATIONS);
        var nodes = NodesSeen.of(view.state(), request);
        return JSON.at(view, NodeAnswers.detail(nodes, node, door.time(), seen));
    }

    private Answer remove(Request request) throws InterruptedException, Declined {
        request.only();
        var id = node(door.now(), request).id();
        return changed(request, id, new ClusterMessage.RemoveNode(id));
    }

    private Answer revoke(Request request) throws InterruptedException, Declined {
        request.only();
        var id = node(door.now(), request).id();
        return changed(request, id, new ClusterMessage.RevokeNode(id));
    }

    private Answer eligibility(Request request) throws InterruptedException, Declined {
        request.only();
        var body = Bodies.object(request, Set.of("eligible"));
        var id = node(door.now(), request).id();
        return changed(
                request, id, new ClusterMessage.SetEligible(id, flag(body, "eligible", null)));
    }

    private Answer drain(Request request) throws InterruptedException, Declined {
        request.only();
        var body = Bodies.object(request, Set.of("deadline", "systemToo"));
        var id = node(door.now(), request).id();
        boolean systemToo = flag(body, "systemToo", false);
        return changed(request, id, new ClusterMessage.DrainNode(id, deadlineMs(body), systemToo));
    }

    private static long deadlineMs(Map<String, @Nullable Object> body) throws Declined {
        if (!body.containsKey("deadline"))
            throw Declined.field("deadline", "absent", "a duration as \"1h\", or null to end it");
        var deadline = body.get("deadline");
        if (deadline == null) return -1;
        if (deadline instanceof String text)
            return Durations.typed("deadline", text, 0, DrainDecisions.DEADLINE_MAX_MS);
        throw Declined.field(
                "deadline", deadline.toString(), "a duration as \"1h\", or null to end the drain");
    }

    private static boolean flag(
            Map<String, @Nullable Object> body, String key, @Nullable Boolean otherwise)
            throws Declined {
        var value = body.get(key);
        if (value == null && otherwise != null && !body.containsKey(key)) return otherwise;
        if (value instanceof Boolean flag) return flag;
        throw Declined.field(key, value == null ? "absent" : value.toString(), "true or false");
    }

    private Answer meta(Request request) throws InterruptedException, Declined {
        request.only();
        var changes = new HashMap<String, @Nullable String>();
        for (var entry : Bodies.object(request, Set.of()).entrySet()) {
            var value = entry.getValue();
            if (value != null && !(value instanceof String))
                throw Declined.field(
                        entry.getKey(), value.toString(), "text, or null to remove the key");
            changes.put(entry.getKey(), (String) value);
        }
        var id = node(door.now(), request).id();
        return changed(request, id, new ClusterMessage.SetMeta(id, changes));
    }

    private Answer changed(Request request, String id, ClusterMessage message)
            throws InterruptedException, Declined {
        return JSON.of(new NodeAnswers.NodeChanged(id, door.submit(message, request.caller())));
    }

    /// The node that the path names, for a caller who may do with it what he asks.
    private static Node node(StateAt<Cluster> view, Request request) throws Declined {
        var node = node(view, request.name(), request::sees);
        request.within(node.identity().pool());
        return node;
    }

    /// The same for a route of something else, to which somebody names a node.
    static Node named(StateAt<Cluster> view, String name, Request request) throws Declined {
        var read = Need.read(NODES);
        if (name.isEmpty()) throw Declined.field("node", name, NODE_SHOULD); // all begin so
        return node(view, name, pool -> request.admitted().allows(read, pool));
    }

    /// By its id, by its name, or by the beginning of either if no other node begins so. Of those
    /// that the caller does not see nothing is said, not even that they are there.
    ///
    /// @param seen the pools whose nodes the caller sees
    static Node node(StateAt<Cluster> view, String name, Predicate<String> seen) throws Declined {
        var nodes = view.state().nodes();
        var found =
                new Sought<>(nodes::find, nodes.values(), node -> node.identity().pool(), seen)
                        .meant(name, NodeRoutes::named, NodeRoutes::begins);
        if (found.size() == 1) return found.getFirst();
        if (found.isEmpty()) throw new Declined(new Refusal.NotFound("node", name));
        throw new Declined(
                new Refusal.Conflict(
                        "%d nodes are meant by \"%s\".".formatted(found.size(), name),
                        "Say which by its id: " + shown(found) + "."));
    }

    private static boolean named(Node node, String name) {
        return node.identity().name().equals(name);
    }

    private static boolean begins(Node node, String text) {
        return node.id().startsWith(text) || node.identity().name().startsWith(text);
    }

    /// `n-000000000001 (edge, ready), n-000000000002 (edge, missed) and 48 more`
    private static String shown(List<Node> nodes) {
        var first =
                nodes.stream()
                        .sorted(Comparator.comparing(Node::id))
                        .limit(SHOWN_MAX)
                        .map(NodeRoutes::shown)
                        .toList();
        int more = nodes.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String shown(Node node) {
        var name = node.identity().name();
        return "%s (%s, %s)".formatted(node.id(), name, NodeAnswers.status(node));
    }
}
