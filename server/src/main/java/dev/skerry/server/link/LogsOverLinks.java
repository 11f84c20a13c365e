package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Leader;

/// The output of tasks, read from the nodes that have it.
public final class LogsOverLinks implements LogStreams {
    private final Leader leader;
    private final NodeLinks links;

    public LogsOverLinks(Leader leader, NodeLinks links) {
        this.leader = leader;
        this.links = links;
    }

    @Override
    public Opened open(LogRequest request) {
        var allocation = leader.now().of(CLUSTER).allocations().find(request.allocation());
        if (allocation == null)
            return new Opened.Refused(new Refusal.NotFound("allocation", request.allocation()));
        return links.read(
                allocation.node(),
                CLUSTER.name(),
                Codec.LOG_REQUEST.encode(request),
                LogRequest.WINDOW_BYTES);
    }
}
