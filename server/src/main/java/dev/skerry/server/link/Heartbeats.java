package dev.skerry.server.link;

import dev.skerry.cluster.state.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// When each node was heard last. It says when a node is missed and when it is back; it does not
/// read a clock.
///
/// A look at a node costs the same whatever the number of nodes: a node is looked at again when it
/// would be missed if it was never heard again.
public final class Heartbeats {
    /// Before any tick.
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final long missedAfterMs;
    private final BiConsumer<String, Boolean> contact;
    private final Map<String, Beat> beats = new HashMap<>();
    private final PriorityQueue<Beat> toLookAt = new PriorityQueue<>();

    /// One node's; it is in the queue as long as it is not missed.
    private static final class Beat implements Comparable<Beat> {
        final String node;

        /// Whoever was here before the start is waited for as if he was heard later.
        long heardMs;

        /// When it was really heard last, as far as this server knows.
        long lastMs;

        long lookAtMs;
        boolean here;

        Beat(String node) {
            this.node = node;
        }

        @Override
        public int compareTo(Beat other) {
            return Long.compare(lookAtMs, other.lookAtMs);
        }
    }

    /// @param contact told of nodes that are missed (false) and of those that are back (true)
    public Heartbeats(Duration missedAfter, BiConsumer<String, Boolean> contact) {
        this.missedAfterMs = missedAfter.toMillis();
        this.contact = contact;
    }

    /// At the start nobody was heard yet. Everyone who was here before gets twice the usual time:
    /// after a longer outage a node may sleep for as long as makes it missed before its next try.
    public void begin(Cluster cluster, long tickMs) {
        for (var node : cluster.nodes().values())
            if (node.contact().reachable()) here(node.id(), tickMs + missedAfterMs, tickMs);
    }

    /// Another server leads, and hears the nodes.
    public synchronized void end() {
        beats.clear();
        toLookAt.clear();
    }

    /// The node gave a sign of life.
    public void heard(String node, long tickMs) {
        if (here(node, tickMs, tickMs)) contact.accept(node, true);
    }

    /// For how long nothing was heard of it; 0: nothing is known of it.
    public synchronized long silentMs(String node, long tickMs) {
        var beat = beats.get(node);
        return beat == null ? 0 : Math.max(0, tickMs - beat.lastMs);
    }

    private synchronized boolean here(String node, long tickMs, long lastMs) {
        var beat = beats.computeIfAbsent(node, Beat::new);
        beat.heardMs = tickMs;
        beat.lastMs = lastMs;
        if (beat.here) return false;
        beat.here = true;
        beat.lookAtMs = tickMs + missedAfterMs;
        toLookAt.add(beat);
        return true;
    }

    /// The cluster did not take the news: they are told again at the next sign of life, or look.
    public synchronized void untold(String node, boolean here, long tickMs) {
        var beat = beats.get(node);
        if (beat == null || beat.here != here) return;
        if (here) {
            beat.here = false;
            toLookAt.remove(beat);
        } else {
            beat.here = true;
            beat.lookAtMs = tickMs + missedAfterMs / 10;
            toLookAt.add(beat);
        }
    }

    /// The cluster took the news. What is so by now is told again if it is something else: news of
    /// two threads can overtake one another.
    public void told(String node, boolean here) {
        boolean other;
        synchronized (this) {
            var beat = beats.get(node);
            other = beat != null && beat.here != here;
        }
        if (other) contact.accept(node, !here);
    }

    /// Its link has ended, and none comes until the node joins anew: it is missed with the next
    /// look.
    public synchronized void over(String node) {
        var beat = beats.get(node);
        if (beat == null || !beat.here || beat.heardMs == LONG_AGO) return;
        toLookAt.remove(beat);
        beat.heardMs = LONG_AGO;
        beat.lookAtMs = LONG_AGO;
        toLookAt.add(beat);
    }

    /// The node does not belong to the cluster any more.
    synchronized void forget(String node) {
        var beat = beats.remove(node);
        if (beat != null) toLookAt.remove(beat);
    }

    /// Those that are kept an eye on, missed ones as well.
    synchronized Set<String> nodes() {
        return Set.copyOf(beats.keySet());
    }

    /// Says who is missed by now.
    ///
    /// @return when to look again; at the latest after the time that makes a node missed
    public long look(long tickMs) {
        for (var missed = next(tickMs); missed != null; missed = next(tickMs))
            contact.accept(missed, false);
        synchronized (this) {
            var first = toLookAt.peek();
            return first == null ? tickMs + missedAfterMs : first.lookAtMs;
        }
    }

    private synchronized @Nullable String next(long tickMs) {
        for (var beat = toLookAt.peek(); beat != null; beat = toLookAt.peek()) {
            if (beat.lookAtMs > tickMs) return null;
            toLookAt.remove();
            if (beat.heardMs + missedAfterMs <= tickMs) {
                beat.here = false;
                return beat.node;
            }
            beat.lookAtMs = beat.heardMs + missedAfterMs;
            toLookAt.add(beat);
        }
        return null;
    }
}
