package dev.skerry.sim;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.server.jobfile.JobFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Somebody who runs, changes, stops and drains, at the worst of times.
final class User {
    private static final List<String> PLACES =
            List.of("true", "node.meta.site == \"hall-1\"", "node.power.runtimeHours >= 4.0");

    private final Events events;
    private final SimServer server;
    private final Invariants invariants;
    private final CelExpressions expressions;
    private final List<SimNode> nodes;
    private final Map<String, Boolean> jobs = new TreeMap<>();

    User(
            Events events,
            SimServer server,
            Invariants invariants,
            CelExpressions expressions,
            List<SimNode> nodes) {
        this.events = events;
        this.server = server;
        this.invariants = invariants;
        this.expressions = expressions;
        this.nodes = nodes;
    }

    void act() {
        switch (events.dice.nextInt(12)) {
            case 0, 1, 2, 3 -> run();
            case 4 -> stop();
            case 5 -> drain();
            case 6 -> eligible();
            case 7 -> meta();
            case 8 -> allocation(true);
            case 9 -> allocation(false);
            default -> {}
        }
    }

    private void run() {
        var kind =
                List.of("web", "web", "once", "once", "batch", "each").get(events.dice.nextInt(6));
        var name = kind + events.dice.nextInt(2);
        var spec = spec(kind, name);
        events.say("user runs " + name + " x" + spec.groups().getFirst().count());
        jobs.put(name, true);
        server.submit(
                new ClusterMessage.SubmitJob(spec, -1),
                (index, refusal) -> {
                    if (index < 0) events.say("user is told: " + refusal);
                    else acknowledged(spec.key());
                });
    }

    private void acknowledged(JobKey key) {
        var job = server.committed().jobs().find(key);
        if (job != null) invariants.acknowledged(key, job.version());
    }

    private void stop() {
        var name = pick();
        if (name.isEmpty()) return;
        var key = new JobKey(JobKey.DEFAULT_NAMESPACE, name);
        events.say("user stops " + name);
        invariants.released(key);
        server.submit(new ClusterMessage.StopJob(key, events.chance(50)), (_, _) -> {});
    }

    private String pick() {
        if (jobs.isEmpty()) return "";
        return List.copyOf(jobs.keySet()).get(events.dice.nextInt(jobs.size()));
    }

    private String node() {
        return nodes.get(events.dice.nextInt(nodes.size())).id;
    }

    private void drain() {
        var node = node();
        long deadlineMs = events.chance(40) ? -1 : events.dice.nextLong(1_000, 60_000);
        events.say("user drains " + node + " " + deadlineMs);
        server.submit(
                new ClusterMessage.DrainNode(node, deadlineMs, events.chance(30)), (_, _) -> {});
    }

    private void eligible() {
        var node = node();
        boolean to = events.chance(70);
        events.say("user makes " + node + (to ? " eligible" : " not eligible"));
        server.submit(new ClusterMessage.SetEligible(node, to), (_, _) -> {});
    }

    private void meta() {
        var node = node();
        var site = "hall-" + events.dice.nextInt(1, 3);
        events.say("user moves " + node + " to " + site);
        server.submit(new ClusterMessage.SetMeta(node, Map.of("site", site)), (_, _) -> {});
    }

    private void allocation(boolean stop) {
        var ids = server.committed().allocations().keys().stream().sorted().toList();
        if (ids.isEmpty()) return;
        var id = ids.get(events.dice.nextInt(ids.size()));
        events.say("user " + (stop ? "stops " : "restarts ") + id);
        server.submit(
                stop
                        ? new ClusterMessage.StopAllocation(id)
                        : new ClusterMessage.RestartAllocation(id),
                (_, _) -> {});
    }

    private JobSpec spec(String kind, String name) {
        var text =
                """
                job: %s
                type: %s
                constraints: ['%s']
                groups:
                  main:
                    %s
                    restart: {attempts: 2, interval: 1m, delay: 1s, mode: %s}
                    reschedule: {delay: 5s, growth: constant, maxDelay: 5s, unlimited: true}
                    disconnect: %s
                    ports: {http: {}}
                    tasks:
                      one:
                        driver: exec
                        command: /bin/%s
                        resources: {cpu: %dMHz, memory: %dMiB}
                        stop: {timeout: 5s}
                """
                        .formatted(
                                name,
                                type(kind),
                                PLACES.get(events.dice.nextInt(PLACES.size())),
                                kind.equals("each") ? "meta: {}" : "count: " + count(),
                                events.chance(50) ? "fail" : "delay",
                                disconnect(kind),
                                events.chance(70) ? "true" : "sleep",
                                100 * events.dice.nextInt(1, 5),
                                32 * events.dice.nextInt(1, 5));
        var outcome =
                JobFile.parse(text.getBytes(StandardCharsets.UTF_8), name + ".yaml", expressions);
        return switch (outcome) {
            case JobFile.Parsed(var spec) -> spec;
            case JobFile.Wrong(var problems) -> throw new Broken(text + problems);
        };
    }

    private int count() {
        return events.dice.nextInt(1, 5);
    }

    private static String type(String kind) {
        return switch (kind) {
            case "batch" -> "batch";
            case "each" -> "system";
            default -> "service";
        };
    }

    private String disconnect(String kind) {
        if (kind.equals("once"))
            return events.chance(50)
                    ? "{replace: false, stopAfter: 40s}"
                    : "{replace: false, lostAfter: 30s}";
        return switch (events.dice.nextInt(4)) {
            case 0 -> "{lostAfter: 60s, replace: true}";
            case 1 -> "{lostAfter: 60s, replace: true, reconcile: keepReplacement}";
            case 2 -> "{lostAfter: 90s, replace: true, reconcile: longestRunning}";
            default -> "{replace: true}";
        };
    }
}
