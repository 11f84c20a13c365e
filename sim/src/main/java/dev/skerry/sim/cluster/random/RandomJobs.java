package dev.skerry.sim.cluster.random;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.jobfile.ExpressionCheck;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.sim.world.Happenings;
import dev.skerry.yaml.FileReading;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Job files by chance: every one of them can be run, and each is a new version of one of a few
/// jobs.
public final class RandomJobs {
    /// The longest of what the jobs ask for, one for each delay that healing may have to wait for.
    public static final long RESTART_INTERVAL_MS = 20_000;

    public static final long RESCHEDULE_DELAY_MS = 5_000;
    public static final long STOP_TIMEOUT_MS = 5_000;

    /// One that fails, and the one that brings back what was before.
    public static final long DEPLOYMENT_MS = 120_000;

    private final Happenings events;

    /// Of each job, for all of a history.
    private final Map<String, String> namespaces = new HashMap<>();

    public RandomJobs(Happenings events) {
        this.events = events;
    }

    /// A job file that somebody may have written.
    public JobSpec any() {
        var kind =
                events.one(
                        "web", "web", "once", "once", "batch", "batch", "each", "all", "fixed",
                        "timer", "timer", "round", "asked", "nightly", "upkeep");
        var name = kind + events.dice.nextInt(2);
        var text = text(kind, name);
        var outcome =
                JobFile.parse(
                        text.getBytes(StandardCharsets.UTF_8),
                        name + ".yaml",
                        ExpressionCheck.NONE);
        return switch (outcome) {
            case FileReading.Parsed(var spec) -> spec;
            case FileReading.Wrong(var problems) ->
                    throw new IllegalStateException(text + problems);
        };
    }

    private String text(String kind, String name) {
        var namespace = namespaces.computeIfAbsent(name, _ -> namespace());
        var head =
                """
                job: %s
                namespace: %s
                meta: {of: %s}
                type: %s
                %s
                priority: %d
                constraints: ['%s']
                groups:
                """
                        .formatted(
                                name,
                                namespace,
                                RandomQuotas.mark(namespace),
                                type(kind),
                                launch(kind),
                                events.between(1, 100),
                                events.one(
                                        "true",
                                        "node.meta.site == \"hall-1\"",
                                        "node.power.runtimeHours >= 4.0"));
        var text = head + group("main", kind);
        return events.chance(20) ? text + group("beside", kind) : text;
    }

    private String namespace() {
        return events.one("default", "default", RandomQuotas.SHOP, RandomQuotas.LAB);
    }

    private static String type(String kind) {
        return switch (kind) {
            case "batch" -> "batch";
            case "timer", "asked", "nightly" -> "batch";
            case "all", "round" -> "sysbatch";
            case "each", "upkeep" -> "system";
            default -> "service";
        };
    }

    private String group(String name, String kind) {
        long count = events.between(0, 4);
        var size = "count: %d, distinctHosts: %b".formatted(count, events.chance(25));
        return """
          %s: {%s,
             restart: {attempts: %d, interval: 20s, delay: 1s, mode: %s},
             reschedule: {delay: 5s, growth: constant, maxDelay: 5s, unlimited: true},
             disconnect: %s,%s%s
             ports: %s,
             tasks: {%s}}
        """
                .formatted(
                        name,
                        everywhere(kind) ? "meta: {}" : size,
                        events.between(0, 2),
                        events.one("fail", "delay"),
                        disconnect(kind),
                        update(kind, count),
                        migrate(kind),
                        ports(kind, name),
                        task("one") + (events.chance(20) ? ", " + task("two") : ""));
    }

    /// By what it is launched, if it is not placed at once.
    private String launch(String kind) {
        return switch (kind) {
            case "timer", "round" ->
                    "periodic: {%s, noOverlap: %b, keep: %d}"
                            .formatted(calendar(), events.chance(50), events.between(0, 3));
            case "nightly", "upkeep" -> "periodic: {%s, on: node}".formatted(calendar());
            case "asked" ->
                    ("parameterized: {payload: %s, metaRequired: [who],"
                                    + " metaOptional: [how], keep: %d}")
                            .formatted(
                                    events.one("optional", "required", "forbidden"),
                                    events.between(0, 3));
            default -> "";
        };
    }

    private String calendar() {
        return "cron: %s, timeZone: %s, enabled: %b"
                .formatted(
                        events.one(
                                "'* * * * *'",
                                "'*/2 * * * *'",
                                "['0-59/3 * * * *', '1-59/5 * * * *']"),
                        events.one("UTC", "Europe/Berlin", "Asia/Kathmandu"),
                        events.chance(90));
    }

    private static boolean everywhere(String kind) {
        return type(kind).startsWith("sys");
    }

    /// How new versions come, if not all at once.
    private String update(String kind, long count) {
        if (type(kind).endsWith("batch") || events.chance(45)) return "";
        long canary = kind.equals("each") ? events.between(0, 1) : 0;
        if (!kind.equals("each") && events.chance(35)) canary = Math.min(1, count);
        return """

             update: {maxParallel: %s, minHealthy: 2s, healthyDeadline: 10s,
               progressDeadline: %s, canary: %d, autoPromote: %b, autoRevert: %b, stagger: %s},\
        """
                .formatted(
                        events.one("1", "1", "2", "50%"),
                        events.one("20s", "20s", "0s"),
                        canary,
                        canary > 0 && events.chance(60) && !kind.equals("upkeep"),
                        events.chance(60),
                        events.one("0s", "0s", "3s"));
    }

    /// How it is moved away from nodes that drain, if not as it is deployed.
    private String migrate(String kind) {
        if (!type(kind).equals("service") || events.chance(50)) return "";
        return """

             migrate: {maxParallel: %s, minHealthy: %s},\
        """
                .formatted(events.one("1", "1", "2", "50%"), events.one("0s", "2s", "2s"));
    }

    private String ports(String kind, String group) {
        if (kind.equals("fixed")) {
            int port = group.equals("main") ? 8080 : 8081;
            return "{http: {static: %d}, admin: {}}".formatted(port);
        }
        return events.one("{http: {}}", "{http: {}, admin: {}}", "{}", "{http: {static: 8082}}");
    }

    private String task(String name) {
        return """
        %s: {%s,
             resources: {cpu: %dMHz, memory: %dMiB}, stop: {timeout: %ds}}\
        """
                .formatted(
                        name,
                        events.chance(25) ? variants() : "driver: exec, " + program("x"),
                        100 * events.between(1, 4),
                        32 * events.between(1, 4),
                        events.one(2, 5));
    }

    private String program(String argument) {
        return "command: /bin/%s, args: [%s], env: {NOTE: 'a \"b\" \\c ä'}"
                .formatted(events.one("true", "true", "sleep"), argument);
    }

    /// Each is another program, and the last of them runs on any node.
    private String variants() {
        var java = "{driver: java, jar: x%s}".formatted(events.one("", ", java: '>=21'"));
        var some =
                "{libc: musl, arch: %s, %s}, {arch: amd64, %s}"
                        .formatted(events.one("amd64", "arm64"), program("a"), program("b"));
        var first = events.chance(50) ? java + ", " + some : some + ", " + java;
        return "variants: [%s, {%s}]".formatted(first, program("c"));
    }

    private String disconnect(String kind) {
        if (kind.equals("once") && events.chance(85))
            return events.one(
                    "{replace: false}",
                    "{replace: false, stopAfter: 10s}",
                    "{replace: false, stopAfter: 40s}",
                    "{replace: false, stopAfter: 75s}",
                    "{replace: false, stopAfter: 100s}",
                    "{replace: false, lostAfter: 30s}",
                    "{replace: false, lostAfter: 100s, stopAfter: 75s}");
        return events.one(
                "{replace: true}",
                "{lostAfter: 60s, replace: true}",
                "{lostAfter: 60s, replace: true, reconcile: keepReplacement}",
                "{lostAfter: 90s, replace: true, reconcile: longestRunning}",
                "{lostAfter: 90s, replace: true, reconcile: bestScore}",
                "{lostAfter: 90s, stopAfter: 50s}",
                "{lostAfter: 60s, stopAfter: 40s, replace: true}");
    }
}
