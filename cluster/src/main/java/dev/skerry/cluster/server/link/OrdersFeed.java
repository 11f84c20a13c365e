package dev.skerry.cluster.server.link;

import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.link.ServerPart;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one node is told on one link: its meta when it has changed, then its orders.
final class OrdersFeed implements ServerPart.Feed {
    private final Orders orders;
    private final String node;
    private long seen;
    private boolean whole;
    private boolean told;
    private @Nullable Map<String, String> meta;

    /// @param seen the version that the node has; 0: nothing of this history
    OrdersFeed(Orders orders, String node, long seen) {
        this.orders = orders;
        this.node = node;
        this.seen = seen;
        whole = seen <= 0;
    }

    @Override
    public void next(ServerPart.Telling to) throws IOException {
        var effective = orders.meta(node);
        if (effective != null && !effective.equals(meta))
            to.tell(ClusterServerPart.frame(new ServersSay.Meta(effective)));
        if (effective != null) meta = effective;
        var parts = told ? orders.since(node, seen, whole) : orders.first(node, seen, whole);
        for (var part : parts) to.tell(ClusterServerPart.frame(part));
        told = true;
        if (parts.isEmpty()) return;
        seen = parts.getLast().version();
        whole = false;
    }
}
