package dev.skerry.agent.health;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks all tasks that run how they are, each check at its own interval, whatever the others do.
///
/// A question that waits for its answer holds a virtual thread, which is some KiB of the heap. Each
/// check has one question open at most: a task so many as it may have checks, 16.
public final class Checker implements AutoCloseable {
    private static final long FIRST_MS = 500;

    private record Key(String allocation, String task, int attempt, String check) {}

    private final ScheduledThreadPoolExecutor intervals =
            new ScheduledThreadPoolExecutor(
                    1, work -> Thread.ofPlatform().daemon().name("checks").unstarted(work));
    private final Map<Key, Asked> asked = new HashMap<>();
    private final Scripts scripts;
    private final Consumer<NodeMessage> answers;

    /// Runs a program beside a task.
    public interface Scripts {
        /// @return well or not, and what it wrote
        CheckResult run(LiveCheck check, CheckSpec.Target.Script script);
    }

    public Checker(Scripts scripts, Consumer<NodeMessage> answers) {
        this.scripts = scripts;
        this.answers = answers;
        intervals.setRemoveOnCancelPolicy(true);
    }

    /// From now on exactly these are asked. Those that were asked before go on in their rhythm.
    public synchronized void follow(List<LiveCheck> checks) {
        if (checks.isEmpty() && asked.isEmpty()) return;
        var wanted = new HashSet<Key>();
        for (var live : checks) {
            var key =
                    new Key(
                            live.order().allocation(),
                            live.task(),
                            live.attempt(),
                            live.check().name());
            wanted.add(key);
            var known = asked.get(key);
            if (known != null && known.live.check().equals(live.check())) continue;
            if (known != null) known.end();
            var next = new Asked(live);
            asked.put(key, next);
            next.begin();
        }
        asked.entrySet()
                .removeIf(entry -> {
                    if (wanted.contains(entry.getKey())) return false;
                    entry.getValue().end();
                    return true;
                });
    }

    /// One check, from its first question to its last.
    private final class Asked implements Runnable {
        final LiveCheck live;
        private @Nullable Future<?> next;
        private @Nullable Thread open;
        private boolean over;

        Asked(LiveCheck live) {
            this.live = live;
        }

        /// The first question comes soon, so that a service that is well counts as such soon; later
        /// ones at the interval.
        void begin() {
            askIn(Math.min(live.check().intervalMs(), FIRST_MS));
        }

        private synchronized void askIn(long ms) {
            open = null;
            if (over) return;
            try {
                next = intervals.schedule(this::ask, ms, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // the agent ends
            }
        }

        private synchronized void ask() {
            if (!over) open = Thread.ofVirtual().name("check").start(this);
        }

        @Override
        public void run() {
            try {
                var answer = answer(live);
                if (!isOver()) answers.accept(message(answer));
            } finally {
                askIn(live.check().intervalMs());
            }
        }

        private NodeMessage message(CheckResult answer) {
            return new NodeMessage.Checked(
                    live.order().allocation(),
                    live.task(),
                    live.attempt(),
                    live.check().name(),
                    answer.well(),
                    answer.output());
        }

        private synchronized boolean isOver() {
            return over;
        }

        /// A question that is open may end in peace; nobody waits for its answer any more.
        synchronized void end() {
            over = true;
            if (next != null) next.cancel(false);
        }

        synchronized void endNow() {
            end();
            if (open != null) open.interrupt();
        }
    }

    /// A question that cannot be asked is answered as well: else nobody would hear of it.
    private CheckResult answer(LiveCheck live) {
        var check = live.check();
        try {
            return switch (check.target()) {
                case CheckSpec.Target.Http(var port, var path) ->
                        HttpProbe.ask(port(live, port), path, check.timeoutMs());
                case CheckSpec.Target.Tcp(var port) ->
                        TcpProbe.ask(port(live, port), check.timeoutMs());
                case CheckSpec.Target.Script script -> scripts.run(live, script);
            };
        } catch (RuntimeException e) {
            return new CheckResult(false, "it could not be asked: " + FileTrouble.words(e));
        }
    }

    private static int port(LiveCheck live, String label) {
        var port = live.order().ports().get(label);
        return port == null ? 0 : port;
    }

    @Override
    public synchronized void close() {
        intervals.shutdownNow();
        for (var one : asked.values()) one.endNow();
    }
}
