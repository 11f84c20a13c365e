package dev.skerry.sim;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.Frame;
import java.util.function.Consumer;

/// One connection: frames arrive in their order, late, some of them twice; or not at all any more.
final class SimLink {
    private final Events events;
    private final Consumer<Frame.FromNode> server;
    private final Consumer<Frame.FromServer> node;
    private final long slowMs;
    private long serverAtMs;
    private long nodeAtMs;
    private boolean open = true;
    private boolean dark;

    /// @param slowMs the most that a frame takes
    SimLink(
            Events events,
            long slowMs,
            Consumer<Frame.FromNode> server,
            Consumer<Frame.FromServer> node) {
        this.events = events;
        this.slowMs = slowMs;
        this.server = server;
        this.node = node;
    }

    boolean open() {
        return open;
    }

    /// Neither side notices, and nothing gets through.
    void darken() {
        dark = true;
    }

    void close() {
        open = false;
    }

    void toServer(Frame.FromNode frame) {
        var bytes = Codec.FROM_NODE.encode(frame);
        serverAtMs = arrival(serverAtMs);
        deliver(serverAtMs, () -> server.accept(decoded(Codec.FROM_NODE, bytes)));
        if (twice(frame instanceof Frame.Report))
            deliver(serverAtMs, () -> server.accept(decoded(Codec.FROM_NODE, bytes)));
    }

    void toNode(Frame.FromServer frame) {
        var bytes = Codec.FROM_SERVER.encode(frame);
        nodeAtMs = arrival(nodeAtMs);
        deliver(nodeAtMs, () -> node.accept(decoded(Codec.FROM_SERVER, bytes)));
        if (twice(frame instanceof Frame.Sync))
            deliver(nodeAtMs, () -> node.accept(decoded(Codec.FROM_SERVER, bytes)));
    }

    private boolean twice(boolean may) {
        return may && events.chance(10);
    }

    private long arrival(long before) {
        return Math.max(before, events.nowMs() + events.dice.nextLong(1, slowMs + 1));
    }

    private void deliver(long atMs, Runnable arrives) {
        events.after(
                atMs - events.nowMs(),
                () -> {
                    if (open && !dark) arrives.run();
                });
    }

    private static <T> T decoded(Codec.Form<T> form, byte[] bytes) {
        try {
            return form.decode(bytes);
        } catch (Codec.Malformed e) {
            throw new Broken("a frame does not come back as it was: " + e.getMessage());
        }
    }
}
