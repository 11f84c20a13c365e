package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.Driver;
import dev.skerry.agent.driver.Prepared;
import dev.skerry.agent.driver.Steps;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskRefused;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attempts that were asked for and do not run yet. One that is told to end by then is let go of,
/// whatever its driver waits for: it is refused, and never starts.
///
/// | an attempt is told to end      | what is done                                      |
/// |--------------------------------|---------------------------------------------------|
/// | it waits for its turn          | it is refused when it has its turn                |
/// | its driver prepares it         | its driver is interrupted, and it is refused      |
/// | it is being started, or was    | nothing here: it is signalled as anything that runs |
final class Preparations {
    private final Map<String, Preparation> all = new HashMap<>();

    /// One attempt, from when it is asked for until all is there that its start needs.
    final class Preparation implements AutoCloseable {
        private final String key;
        private @Nullable Thread thread;
        private boolean ended;

        private Preparation(String key) {
            this.key = key;
        }

        /// Has its driver prepare it, on this thread.
        ///
        /// @throws InterruptedException when the agent ends
        Prepared by(Driver driver, TaskLaunch launch, Steps steps)
                throws TaskRefused, InterruptedException {
            if (!entered()) throw refusal();
            try {
                var prepared = driver.prepare(launch, steps);
                if (left()) return prepared;
            } catch (InterruptedException e) {
                if (left()) throw e;
            }
            throw refusal();
        }

        /// @return false: it was told to end
        private boolean entered() {
            synchronized (all) {
                if (!ended) thread = Thread.currentThread();
                return !ended;
            }
        }

        /// From here on it is the start that goes on.
        ///
        /// @return false: it was told to end
        private boolean left() {
            synchronized (all) {
                all.remove(key, this);
                if (ended && thread != null) Thread.interrupted(); // meant for its driver
                thread = null;
                return !ended;
            }
        }

        private static TaskRefused refusal() {
            return TaskRefused.forNow("it was told to stop before it had started");
        }

        /// It is not prepared any more.
        @Override
        public void close() {
            left();
        }
    }

    /// An attempt was asked for.
    Preparation begin(String allocation, String task, int attempt) {
        var preparation = new Preparation(key(allocation, task, attempt));
        synchronized (all) {
            all.put(preparation.key, preparation);
        }
        return preparation;
    }

    /// It is told to end.
    void end(String allocation, String task, int attempt) {
        synchronized (all) {
            var preparation = all.get(key(allocation, task, attempt));
            if (preparation == null) return;
            preparation.ended = true;
            if (preparation.thread != null) preparation.thread.interrupt();
        }
    }

    private static String key(String allocation, String task, int attempt) {
        return allocation + "." + task + "." + attempt;
    }
}
