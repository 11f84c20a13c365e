package dev.skerry.cluster.server.link;

import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.kernel.link.ServerPart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one node is told on one link: what must not run there and what is forced, before anything
/// else; its meta when it has changed; then its orders. What is recalled or forced while they are
/// told does not wait for the rest of them.
final class OrdersFeed implements ServerPart.Feed {
    private final Orders orders;
    private final String node;
    private long seen;
    private boolean whole;
    private boolean told;
    private long urgentSeen;
    private @Nullable Map<String, String> meta;
    private @Nullable RecallsTold recalls;

    /// @param seen the version that the node has; 0: nothing of this history
    OrdersFeed(Orders orders, String node, long seen) {
        this.orders = orders;
        this.node = node;
        this.seen = seen;
        whole = seen <= 0;
        urgentSeen = seen;
    }

    @Override
    public void next(ServerPart.Telling to) throws IOException {
        if (orders.behind(node, seen)) {
            whole = true; // whoever of them is right
            urgentSeen = 0;
            return;
        }
        urgent(to);
        var effective = orders.meta(node);
        if (effective != null && !effective.equals(meta))
            to.tell(ClusterServerPart.frame(new ServersSay.Meta(effective)));
        if (effective != null) meta = effective;
        var parts = told ? orders.since(node, seen, whole) : orders.first(node, seen, whole);
        for (var part : parts) {
            urgent(to);
            to.tell(ClusterServerPart.frame(withRecalls(part)));
        }
        told = true;
        if (parts.isEmpty()) return;
        seen = parts.getLast().version();
        whole = false;
    }

    /// In parts of their own, which leave the version as it is. When nothing is recalled, the first
    /// part of what is forced, or else of the orders, says so.
    private void urgent(ServerPart.Telling to) throws IOException {
        var now = orders.recalls(node, recalls);
        var urgent = orders.urgent(node, urgentSeen);
        urgentSeen = urgent.seen();
        boolean first = recalls == null && urgent.parts().isEmpty();
        boolean news = now != null && !(first && now.all().isEmpty());
        if (news) recalls = now;
        if (news && urgent.parts().isEmpty()) tell(to, List.of(), now);
        for (var part : urgent.parts()) {
            tell(to, part, now);
            now = null;
        }
    }

    private void tell(ServerPart.Telling to, List<WorkOrder> part, @Nullable RecallsTold now)
            throws IOException {
        var said = new ServersSay.Sync(seen, false, false, part, List.of(), List.of(), now);
        to.tell(ClusterServerPart.frame(said));
    }

    private ServersSay.Sync withRecalls(ServersSay.Sync part) {
        if (recalls != null) return part;
        recalls = orders.recalls(node, null);
        return part.saying(recalls);
    }
}
