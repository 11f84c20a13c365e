package dev.skerry.server.events;

import dev.skerry.kernel.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The last events, for as many readers as there are. Readers never hold up who writes.
final class EventRing {
    static final int EVENTS_MAX = 10_000;
    static final int READ_MAX = 256;

    private final @Nullable Kept[] ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    /// The number of the next event; events are numbered from 0.
    private long next;

    /// Events up to this index of the log are not here, or not all of them.
    private long forgottenIndex;

    /// When it was begun, or last begun anew.
    private long begunWallMs;

    EventRing() {
        this(EVENTS_MAX);
    }

    EventRing(int capacity) {
        ring = new Kept[capacity];
    }

    /// What happened up to that index was not seen here.
    ///
    /// @param wallMs when that became so
    void startsAfter(long index, long wallMs) {
        lock.lock();
        try {
            begunWallMs = wallMs;
            forgottenIndex = Math.max(forgottenIndex, index);
        } finally {
            lock.unlock();
        }
    }

    /// @param index of the log
    /// @param wallMs when it was decided
    /// @param last the last of its index: whoever has it has all of that index
    record Kept(long index, long wallMs, Event event, boolean last) {}

    /// The events of one index of the log, of all rooms.
    ///
    /// @param wallMs when they were decided
    void add(long index, long wallMs, List<Event> events) {
        if (events.isEmpty()) return;
        lock.lock();
        try {
            int added = 0;
            for (var event : events) {
                int slot = (int) (next++ % ring.length);
                var old = ring[slot];
                if (old != null) forgottenIndex = Math.max(forgottenIndex, old.index());
                ring[slot] = new Kept(index, wallMs, event, ++added == events.size());
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Where a reader stands.
    ///
    /// @param next the number of the event that comes next
    /// @param gapIndex when above 0, what came up to that index of the log is lost for the reader
    record RingPlace(long next, long gapIndex) {}

    /// From when on events are here.
    ///
    /// @param wallMs of the oldest; or when it was begun, if there is none
    /// @param full older ones have given way to newer ones; false: they never came here
    record KeptSince(long wallMs, boolean full) {}

    KeptSince keptSince() {
        lock.lock();
        try {
            long first = Math.max(0, next - ring.length);
            var oldest = first < next ? ring[(int) (first % ring.length)] : null;
            return new KeptSince(oldest == null ? begunWallMs : oldest.wallMs(), first > 0);
        } finally {
            lock.unlock();
        }
    }

    /// The place behind everything.
    RingPlace end() {
        lock.lock();
        try {
            return new RingPlace(next, 0);
        } finally {
            lock.unlock();
        }
    }

    /// The place behind an index of the log.
    RingPlace after(long index) {
        lock.lock();
        try {
            long at = next;
            long first = Math.max(0, next - ring.length);
            while (at > first && index(at - 1) > index) at--;
            return new RingPlace(at, index < forgottenIndex ? forgottenIndex : 0);
        } finally {
            lock.unlock();
        }
    }

    /// What comes next, or nothing when nothing comes for that long. A reader that was overtaken
    /// goes on with the oldest that there is.
    Read read(long from, Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (from >= next && left > 0) left = more.awaitNanos(left);
            long first = Math.max(0, next - ring.length);
            long gap = from < first ? forgottenIndex : 0;
            var events = new ArrayList<Kept>();
            long at = Math.max(from, first);
            for (; at < next && events.size() < READ_MAX; at++) {
                var event = ring[(int) (at % ring.length)];
                if (event != null) events.add(event);
            }
            return new Read(new RingPlace(at, gap), events);
        } finally {
            lock.unlock();
        }
    }

    record Read(RingPlace place, List<Kept> events) {}

    private long index(long number) {
        var event = ring[(int) (number % ring.length)];
        return event == null ? 0 : event.index();
    }
}
