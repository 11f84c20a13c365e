package dev.skerry.kernel.link;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What waits to be sent on one link, the most urgent first and each lane in its order. For one
/// thread at a time.
///
/// @param <O> what goes out
public final class Lanes<O extends Frame> {
    /// A frame that is small for its bytes still takes a place.
    static final int FRAMES_MAX = 4_096;

    private final Map<Lane, Queue<O>> lanes = new EnumMap<>(Lane.class);
    private final int share;

    /// With the budgets of the lanes, for a server.
    public Lanes() {
        this(1);
    }

    /// @param share of the budgets that this end has: a node has little memory, and gets a part
    public Lanes(int share) {
        this.share = share;
    }

    /// One lane.
    private static final class Queue<O> {
        private final ArrayDeque<O> frames = new ArrayDeque<>(4);
        private long bytes;
    }

    /// False when its lane is full: the other side does not read what it is sent, and nothing has
    /// happened.
    public boolean offer(O frame) {
        var queue = lanes.computeIfAbsent(frame.lane(), _ -> new Queue<>());
        long bytes = queue.bytes + frame.bytes();
        boolean full = !queue.frames.isEmpty() && bytes > frame.lane().bytesMax / share;
        if (full || queue.frames.size() >= FRAMES_MAX) return false;
        queue.frames.add(frame);
        queue.bytes = bytes;
        return true;
    }

    /// Nobody reads a stream any more: what waits of it is let go.
    public void drop(long stream) {
        var queue = lanes.get(Lane.BULK);
        if (queue == null) return;
        var waiting = queue.frames.iterator();
        while (waiting.hasNext()) {
            var frame = waiting.next();
            if (!(frame instanceof Frame.Data data) || data.stream() != stream) continue;
            queue.bytes -= frame.bytes();
            waiting.remove();
        }
    }

    /// The next one to be sent; null: nothing waits.
    public @Nullable O poll() {
        for (var lane : lanes.keySet()) {
            var next = poll(lane);
            if (next != null) return next;
        }
        return null;
    }

    /// The next of one lane; null: nothing waits there.
    public @Nullable O poll(Lane lane) {
        var queue = lanes.get(lane);
        var next = queue == null ? null : queue.frames.poll();
        if (queue == null || next == null) return null;
        queue.bytes -= next.bytes();
        return next;
    }
}
