package dev.skerry.server.cluster;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Job;
import dev.skerry.server.ServerClock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The jobs that the scheduler shall look at: those whose time has come by their priority, what is
/// forced before all, the longest waiting first; the others by their time. For several threads.
final class DueJobs {
    /// Above all that job files may say.
    private static final int FORCED = JobBounds.PRIORITY_MAX + 1;

    private static final long RETRY_MIN_MS = 50;
    private static final long RETRY_MAX_MS = 30_000;
    private static final long LOOK_EVERY_MS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<JobKey, Entry> waiting = new HashMap<>();
    private final Map<JobKey, Entry> busy = new HashMap<>();
    private final Map<JobKey, Long> retryMs = new HashMap<>();
    private final TreeSet<Entry> ready =
            new TreeSet<>(
                    Comparator.comparingInt((Entry entry) -> -entry.priority)
                            .thenComparingLong(Entry::sequence)
                            .thenComparing(Entry::job));
    private final TreeSet<Entry> later =
            new TreeSet<>(Comparator.comparingLong(Entry::atTickMs).thenComparing(Entry::job));
    private boolean closed;

    /// A job stands at one place at the most, in `ready` or in `later`.
    private record Entry(JobKey job, int priority, long sequence, long atTickMs) {}

    /// A job as it stands; one that is not due is left out.
    void add(Job job) {
        var since = job.due();
        if (since == null) return;
        var key = job.key();
        int priority = job.current().forced() ? FORCED : job.spec().priority();
        add(new Entry(key, priority, since.sequence(), since.notBeforeTickMs()));
    }

    private void add(Entry entry) {
        lock.lock();
        try {
            var before = waiting.put(entry.job, entry);
            if (busy.containsKey(entry.job)) return; // it is queued when it is done
            if (before != null && !later.remove(before)) ready.remove(before);
            later.add(entry);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The next job, for this caller alone until it is done; null: closed.
    @Nullable JobKey take(ServerClock clock) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long tickMs = clock.tickMs();
                while (!later.isEmpty() && later.first().atTickMs <= tickMs)
                    ready.add(later.removeFirst());
                var entry = ready.pollFirst();
                if (entry != null) {
                    waiting.remove(entry.job);
                    busy.put(entry.job, entry);
                    if (!ready.isEmpty()) changed.signal();
                    return entry.job;
                }
                long waitMs = later.isEmpty() ? LOOK_EVERY_MS : later.first().atTickMs - tickMs;
                changed.await(Math.min(LOOK_EVERY_MS, waitMs), TimeUnit.MILLISECONDS);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// The job may be taken again.
    ///
    /// @param settled false: it is tried again, later and later
    void done(JobKey job, boolean settled, long tickMs) {
        lock.lock();
        try {
            var was = busy.remove(job);
            var next = waiting.get(job);
            if (settled) {
                retryMs.remove(job);
            } else if (next == null && was != null) {
                long wait =
                        retryMs.merge(
                                job, RETRY_MIN_MS, (old, _) -> Math.min(2 * old, RETRY_MAX_MS));
                next = new Entry(job, was.priority, was.sequence, tickMs + wait);
                waiting.put(job, next);
            }
            if (next == null) return;
            later.add(next);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
