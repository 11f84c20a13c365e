package dev.skerry.agent.lanes;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a few do at a time what is hard work for the machine. Who takes longer than usual has had
/// its turn: it goes on, and another one may begin beside it.
public final class Turns {
    private final int atOnceMax;
    private final long turnMaxNs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Turn> taken = new ArrayDeque<>();

    /// One of those who wait looks at the clock; a thousand that all do keep the node busy.
    private boolean looking;

    /// @param turnMaxMs how long one keeps others waiting
    public Turns(int atOnceMax, long turnMaxMs) {
        this.atOnceMax = atOnceMax;
        turnMaxNs = TimeUnit.MILLISECONDS.toNanos(turnMaxMs);
    }

    /// One's turn, until it is closed.
    public final class Turn implements AutoCloseable {
        private final long startNs = System.nanoTime();

        @Override
        public void close() {
            lock.lock();
            try {
                taken.remove(this);
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Waits for a turn.
    public Turn take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (taken.size() >= atOnceMax) {
                long leftNs = turnMaxNs - (System.nanoTime() - taken.getFirst().startNs);
                if (leftNs <= 0) {
                    taken.removeFirst();
                } else if (looking) {
                    changed.await();
                } else {
                    looking = true;
                    try {
                        var _ = changed.awaitNanos(leftNs);
                    } finally {
                        looking = false;
                    }
                }
            }
            var turn = new Turn();
            taken.addLast(turn);
            return turn;
        } finally {
            if (!looking) changed.signal(); // the next one looks
            lock.unlock();
        }
    }
}
