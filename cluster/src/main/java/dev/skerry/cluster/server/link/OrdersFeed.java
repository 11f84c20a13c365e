package dev.skerry.cluster.server.link;

import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.ServerPart;
import java.util.ArrayList;
import java.util.List;
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
    public List<Frame.To> next() {
        var frames = new ArrayList<Frame.To>();
        var effective = orders.meta(node);
        if (effective != null && !effective.equals(meta))
            frames.add(ClusterServerPart.frame(new ServersSay.Meta(effective)));
        if (effective != null) meta = effective;
        var parts = told ? orders.since(node, seen, whole) : orders.first(node, seen, whole);
        for (var part : parts) frames.add(ClusterServerPart.frame(part));
        told = true;
        if (parts.isEmpty()) return frames;
        seen = parts.getLast().version();
        whole = false;
        return frames;
    }
}
