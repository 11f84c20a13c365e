package dev.skerry.agent.health;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.NodeMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks all tasks that run how they are, each at its own interval.
///
/// A few threads for all: a question has a timeout, and one that is late is asked late.
public final class Checker implements AutoCloseable {
    private static final int THREADS = 2;

    private record Key(String allocation, String task, int attempt, String check) {}

    private record Asked(LiveCheck live, Future<?> future) {}

    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(
                    THREADS, work -> Thread.ofPlatform().daemon().name("checks").unstarted(work));
    private final Map<Key, Asked> asked = new HashMap<>();
    private final Scripts scripts;
    private final Consumer<NodeMessage> answers;

    /// Runs a program beside a task.
    public interface Scripts {
        /// @return well or not, and what it wrote
        Answer run(LiveCheck check, CheckSpec.Target.Script script);
    }

    public Checker(Scripts scripts, Consumer<NodeMessage> answers) {
        this.scripts = scripts;
        this.answers = answers;
        threads.setRemoveOnCancelPolicy(true);
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
            if (known != null && known.live().check().equals(live.check())) continue;
            if (known != null) known.future().cancel(false);
            asked.put(key, new Asked(live, begin(live)));
        }
        asked.entrySet()
                .removeIf(entry -> {
                    if (wanted.contains(entry.getKey())) return false;
                    entry.getValue().future().cancel(false);
                    return true;
                });
    }

    /// The first question comes soon, so that a service that is well counts as such soon; later
    /// ones at the interval.
    private Future<?> begin(LiveCheck live) {
        long firstMs = Math.min(live.check().intervalMs(), 500);
        return threads.scheduleWithFixedDelay(
                () -> ask(live), firstMs, live.check().intervalMs(), TimeUnit.MILLISECONDS);
    }

    private void ask(LiveCheck live) {
        var check = live.check();
        var answer = answer(live);
        answers.accept(
                new NodeMessage.Checked(
                        live.order().allocation(),
                        live.task(),
                        live.attempt(),
                        check.name(),
                        answer.well(),
                        answer.output()));
    }

    /// A question that cannot be asked is answered as well: it would never be asked again.
    private Answer answer(LiveCheck live) {
        var check = live.check();
        try {
            return switch (check.target()) {
                case CheckSpec.Target.Http(var port, var path) ->
                        Probe.http(port(live, port), path, check.timeoutMs());
                case CheckSpec.Target.Tcp(var port) ->
                        Probe.tcp(port(live, port), check.timeoutMs());
                case CheckSpec.Target.Script script -> scripts.run(live, script);
            };
        } catch (RuntimeException e) {
            return new Answer(false, "it could not be asked: " + e);
        }
    }

    private static int port(LiveCheck live, String label) {
        var port = live.order().ports().get(label);
        return port == null ? 0 : port;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
