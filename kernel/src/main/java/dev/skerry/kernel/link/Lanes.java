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
        boolean full = !queue.frames.isEmpty() && bytes > frame.lane().bytesMax;
        if (full || queue.frames.size() >= FRAMES_MAX) return false;
        queue.frames.add(frame);
        queue.bytes = bytes;
        return true;
    }

    /// The next one to be sent; null: nothing waits.
    public @Nullable O poll() {
        for (var queue : lanes.values()) {
            var next = queue.frames.poll();
            if (next == null) continue;
            queue.bytes -= next.bytes();
            return next;
        }
        return null;
    }
}
