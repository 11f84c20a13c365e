package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Placement.Affinity;
import dev.skerry.cluster.job.Placement.DistinctProperty;
import dev.skerry.cluster.job.Placement.Spread;
import dev.skerry.cluster.job.Placement.SpreadTarget;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.Policies.Disconnect.Reconcile;
import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.job.Portion;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.UpdateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Jobs in one line: `service count=3 cpu=100 memory=64 port:web=0 spread=node.meta.site`.
final class Jobs {
    static final JobKey KEY = new JobKey("default", "badge");
    static final long MIB = 1024 * 1024;

    private final TreeMap<String, String> words = new TreeMap<>();
    private final List<String> constraints = new ArrayList<>();
    private final List<Affinity> affinities = new ArrayList<>();
    private final List<Spread> spreads = new ArrayList<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private Reschedule reschedule = Reschedule.SERVICE;
    private @Nullable UpdateSpec update;
    private Policies.@Nullable Migrate migrate;

    private Jobs() {}

    /// Constraints and the like come after the line: `where node.arch == "arm64"`.
    static JobSpec of(String line, String... more) {
        return of(KEY, line, more);
    }

    static JobSpec of(JobKey key, String line, String... more) {
        var job = new Jobs();
        for (var word : line.split(" ", -1)) job.word(word);
        for (var sentence : more) job.sentence(sentence);
        return job.spec(key, JobSpec.Type.valueOf(line.split(" ", -1)[0].toUpperCase(Locale.ROOT)));
    }

    private void word(String word) {
        var at = word.indexOf('=');
        if (word.startsWith("port:")) {
            ports.put(word.substring(5, at), Integer.parseInt(word.substring(at + 1)));
        } else if (at > 0) {
            words.put(word.substring(0, at), word.substring(at + 1));
        }
    }

    private void sentence(String sentence) {
        var parts = sentence.split(" ", 3);
        switch (parts[0]) {
            case "where" -> constraints.add(sentence.substring(6));
            case "rather" -> affinities.add(new Affinity(parts[2], Integer.parseInt(parts[1])));
            case "spread" -> spreads.add(spread(sentence.split(" ", -1)));
            case "update" -> update = update(sentence.split(" ", -1));
            case "migrate" -> migrate = migrate(sentence.split(" ", -1));
            case "reschedule" -> reschedule = reschedule(sentence.split(" ", -1));
            default -> throw new IllegalArgumentException(sentence);
        }
    }

    /// `spread WEIGHT PROPERTY value=percent …`.
    private static Spread spread(String[] parts) {
        var targets = new ArrayList<SpreadTarget>();
        for (int i = 3; i < parts.length; i++) {
            var target = parts[i].split("=", -1);
            targets.add(new SpreadTarget(target[0], Integer.parseInt(target[1])));
        }
        return new Spread(parts[2], Integer.parseInt(parts[1]), targets);
    }

    /// `reschedule ATTEMPTS INTERVAL DELAY GROWTH MAX`.
    private static Reschedule reschedule(String[] parts) {
        return new Reschedule(
                Integer.parseInt(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Reschedule.Growth.valueOf(parts[4]),
                Long.parseLong(parts[5]));
    }

    /// `update PARALLEL canary=1 promote revert stagger=MS first`: healthy after 10 s, unhealthy
    /// after 60 s, failed after 300 s without progress or with the first.
    private static UpdateSpec update(String[] parts) {
        var words = List.of(parts);
        var parallel = Portion.parse(parts[1]);
        if (parallel == null) throw new IllegalArgumentException(parts[1]);
        return new UpdateSpec(
                parallel,
                10_000,
                60_000,
                words.contains("first") ? 0 : 300_000,
                (int) number(words, "canary="),
                words.contains("promote"),
                words.contains("revert"),
                number(words, "stagger="));
    }

    /// `migrate PARALLEL MIN_HEALTHY_MS`.
    private static Policies.Migrate migrate(String[] parts) {
        var parallel = Portion.parse(parts[1]);
        if (parallel == null) throw new IllegalArgumentException(parts[1]);
        return new Policies.Migrate(parallel, Long.parseLong(parts[2]));
    }

    private static long number(List<String> words, String name) {
        for (var word : words)
            if (word.startsWith(name)) return Long.parseLong(word.substring(name.length()));
        return 0;
    }

    private JobSpec spec(JobKey key, JobSpec.Type type) {
        var disconnect =
                new Disconnect(
                        number("lostAfter", 0),
                        number("stopAfter", 0),
                        !"false".equals(words.get("replace")),
                        Reconcile.valueOf(words.getOrDefault("reconcile", "KEEP_ORIGINAL")));
        var policies = new Policies(Restart.SERVICE, reschedule, disconnect, update, migrate);
        var placement =
                new Placement(
                        constraints, affinities, spreads, words.containsKey("hosts"), distinct());
        var meta = Map.of("note", words.getOrDefault("note", ""));
        var group =
                new GroupSpec(
                        words.getOrDefault("group", "web"),
                        (int) number("count", 1),
                        placement,
                        policies,
                        ports,
                        meta,
                        List.of(task()));
        var where =
                new JobSpec.Where(
                        words.getOrDefault("pool", "default"),
                        List.of(words.getOrDefault("datacenters", "*").split(",", -1)));
        int priority = (int) number("priority", 50);
        return new JobSpec(
                key, type, priority, where, Placement.ANYWHERE, Map.of(), List.of(group));
    }

    private @Nullable DistinctProperty distinct() {
        var distinct = words.get("distinct");
        if (distinct == null) return null;
        return new DistinctProperty(
                distinct.split(":", -1)[0], Integer.parseInt(distinct.split(":", -1)[1]));
    }

    private TaskSpec task() {
        var command = words.getOrDefault("command", "run");
        return new TaskSpec(
                "main",
                words.getOrDefault("driver", "exec"),
                new TaskSpec.RunSpec(command, List.of(), Map.of(), ""),
                new Resources(
                        number("cpu", 100), number("memory", 64) * MIB, number("disk", 0) * MIB),
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.of());
    }

    private long number(String name, long otherwise) {
        var word = words.get(name);
        return word == null ? otherwise : Long.parseLong(word);
    }
}
