package dev.skerry.agent.lanes;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Work for the tasks of a node: in its order for one task, and no task waits for another's.
///
/// A lane is a virtual thread that is there while its task has work: one that waits for a process
/// that cannot be killed costs the others nothing.
public final class TaskLanes implements AutoCloseable {
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean closed;

    /// @param lane whose work it is
    public synchronized void run(String lane, Runnable work) {
        if (closed) return; // the agent ends; the next one is asked again by its machine
        var there = waiting.get(lane);
        if (there != null) {
            there.add(work);
            return;
        }
        var queue = new ArrayDeque<Runnable>();
        queue.add(work);
        waiting.put(lane, queue);
        threads.add(Thread.ofVirtual().name("tasks of " + lane).start(() -> work(lane, queue)));
    }

    private void work(String lane, Queue<Runnable> queue) {
        for (var work = next(lane, queue); work != null; work = next(lane, queue)) work.run();
    }

    /// Null: there is no more, and the lane has ended.
    private synchronized @Nullable Runnable next(String lane, Queue<Runnable> queue) {
        var work = closed ? null : queue.poll();
        if (work != null) return work;
        waiting.remove(lane);
        threads.remove(Thread.currentThread());
        return null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (var thread : threads) thread.interrupt();
    }
}
