package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.yaml.FileReading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a right job file means.
class JobFileTest {
    static final String BADGE =
            """
            job: badge
            type: system
            constraints:
              - 'node.devices.exists(d, d.type == "display")'
              - 'node.power.runtimeHours >= 4.0'
            groups:
              badge:
                disconnect: {lostAfter: 4h, replace: false}
                ports: {main: {}}
                tasks:
                  server:
                    driver: exec
                    command: java
                    args: [-jar, "${SKERRY_BADGE_JAR}"]
                    resources: {cpu: 200MHz, memory: 96MiB}
                    checks: [{type: http, port: main, path: /v1/status, interval: 10s, timeout: 2s}]
            """;

    static final String EVERYTHING =
            """
            job: shop
            namespace: retail
            type: service
            priority: 80
            pool: shops
            datacenters: [north-*, south]
            constraints: ['node.arch == "arm64"']
            affinities: [{when: node.meta.tier == "a", weight: -20}]
            spread: [{by: node.meta.site, weight: 70, targets: {hall-1: 60, hall-2: 40}}]
            distinctHosts: true
            distinctProperty: {by: node.meta.rack, limit: 2}
            meta: {owner: ann}
            groups:
              web:
                count: 3
                constraints: [node.os.name == "debian"]
                restart: {attempts: 5, interval: 1h, delay: 1500ms, mode: delay}
                reschedule:
                  {attempts: 3, interval: 2h, delay: 5s, growth: exponential, maxDelay: 1h}
                disconnect: {lostAfter: 4h, stopAfter: 1h30m, replace: true, reconcile: bestScore}
                ports: {http: {static: 8080}, admin: , metrics: {}}
                meta: {tier: front}
                tasks:
                  server:
                    command: bin/server
                    args: [--port, "${SKERRY_PORT_HTTP}"]
                    env: {LANG: C.UTF-8, EMPTY: ""}
                    user: www-data
                    resources: {cpu: 1GHz, memory: 1.5GiB, disk: 10GB}
                    cpuMax: 2GHz
                    stop: {signal: SIGINT, timeout: 30s}
                    logs: {maxFiles: 5, maxFileSize: 2MiB}
                    checks:
                      - {type: http, port: http, path: /health, grace: 1m, failures: 3}
                      - {name: admin-up, type: tcp, port: admin}
                      - {type: script, command: bin/probe, args: [-q], interval: 1m}
            """;

    @Test
    void theBadgeMeansWhatItSays() {
        var spec = parsed(BADGE);
        assertEquals(new JobKey("default", "badge"), spec.key());
        assertEquals(JobSpec.Type.SYSTEM, spec.type());
        assertEquals(50, spec.priority());
        assertEquals(JobSpec.Where.ANYWHERE, spec.where());
        assertEquals(2, spec.placement().constraints().size());
        var group = spec.groups().getFirst();
        assertEquals(1, group.count());
        assertEquals(Map.of("main", 0), group.ports());
        assertEquals(
                new Policies(
                        Policies.Restart.SERVICE,
                        Policies.Reschedule.NEVER,
                        new Policies.Disconnect(
                                4 * 3_600_000L,
                                0,
                                false,
                                Policies.Disconnect.Reconcile.KEEP_ORIGINAL)),
                group.policies());
        var task = group.tasks().getFirst();
        assertEquals(List.of("-jar", "${SKERRY_BADGE_JAR}"), task.run().args());
        assertEquals(new Resources(200, 96L << 20, 0), task.resources());
        assertEquals(
                List.of(
                        new CheckSpec(
                                "http-1",
                                new CheckSpec.Target.Http("main", "/v1/status"),
                                10_000,
                                2_000,
                                10_000,
                                0)),
                task.checks());
    }

    @Test
    void everyKeyArrives() {
        assertEquals(
                new JobSpec(
                        new JobKey("retail", "shop"),
                        JobSpec.Type.SERVICE,
                        80,
                        new JobSpec.Where("shops", List.of("north-*", "south")),
                        new Placement(
                                List.of("node.arch == \"arm64\""),
                                List.of(new Placement.Affinity("node.meta.tier == \"a\"", -20)),
                                List.of(
                                        new Placement.Spread(
                                                "node.meta.site",
                                                70,
                                                List.of(
                                                        new Placement.SpreadTarget("hall-1", 60),
                                                        new Placement.SpreadTarget("hall-2", 40)))),
                                true,
                                new Placement.DistinctProperty("node.meta.rack", 2)),
                        Map.of("owner", "ann"),
                        List.of(group())),
                parsed(EVERYTHING));
    }

    private static GroupSpec group() {
        return new GroupSpec(
                "web",
                3,
                new Placement(
                        List.of("node.os.name == \"debian\""), List.of(), List.of(), false, null),
                new Policies(
                        new Policies.Restart(5, 3_600_000, 1_500, Policies.Restart.Mode.DELAY),
                        new Policies.Reschedule(
                                3,
                                7_200_000,
                                5_000,
                                Policies.Reschedule.Growth.EXPONENTIAL,
                                3_600_000),
                        new Policies.Disconnect(
                                14_400_000,
                                5_400_000,
                                true,
                                Policies.Disconnect.Reconcile.BEST_SCORE)),
                Map.of("http", 8080, "admin", 0, "metrics", 0),
                Map.of("tier", "front"),
                List.of(task()));
    }

    private static TaskSpec task() {
        return new TaskSpec(
                "server",
                "exec",
                new TaskSpec.RunSpec(
                        "bin/server",
                        List.of("--port", "${SKERRY_PORT_HTTP}"),
                        Map.of("LANG", "C.UTF-8", "EMPTY", ""),
                        "www-data"),
                new Resources(1_000, 3L << 29, 10_000_000_000L),
                2_000,
                new TaskSpec.StopSpec("SIGINT", 30_000),
                new TaskSpec.Logs(5, 2L << 20),
                List.of(
                        new CheckSpec(
                                "http-1",
                                new CheckSpec.Target.Http("http", "/health"),
                                10_000,
                                2_000,
                                60_000,
                                3),
                        new CheckSpec(
                                "admin-up",
                                new CheckSpec.Target.Tcp("admin"),
                                10_000,
                                2_000,
                                10_000,
                                0),
                        new CheckSpec(
                                "script-3",
                                new CheckSpec.Target.Script("bin/probe", List.of("-q")),
                                60_000,
                                2_000,
                                10_000,
                                0)));
    }

    @Test
    void jsonIsAJobFileToo() {
        var json =
                """
                {"job": "one", "type": "batch", "groups": {"g": {"tasks": {"t": {
                    "command": "/bin/true", "env": {"A": "\\u00e4"}}}}}}
                """;
        var spec = parsed(json);
        var group = spec.groups().getFirst();
        assertEquals(JobSpec.Type.BATCH, spec.type());
        assertEquals(Policies.Restart.BATCH, group.policies().restart());
        assertEquals(Policies.Reschedule.BATCH, group.policies().reschedule());
        assertEquals(TaskSpec.RESOURCES_DEFAULT, group.resources());
        assertEquals(Map.of("A", "ä"), group.tasks().getFirst().run().env());
    }

    @Test
    void anchorsRepeatWhatIsSaidOnce() {
        var spec =
                parsed(
                        """
                        job: twins
                        groups:
                          a: &group {tasks: {t: {command: /bin/true}}}
                          b: *group
                          c: {<<: *group, count: 2}
                        """);
        assertEquals(List.of("a", "b", "c"), spec.groups().stream().map(GroupSpec::name).toList());
        assertEquals(spec.groups().get(0).tasks(), spec.groups().get(1).tasks());
        assertEquals(spec.groups().get(0).tasks(), spec.groups().get(2).tasks());
    }

    /// What a mapping says itself counts most, then what it names first.
    @Test
    void mergesOfMergesAreWrittenOut() {
        var spec =
                parsed(
                        """
                        job: merged
                        meta:
                          <<: [{a: '1'}, {a: '2', b: '2', <<: {b: '3', c: '3'}}]
                          a: '0'
                        groups: {g: {tasks: {t: {command: /bin/true}}}}
                        """);
        assertEquals(Map.of("a", "0", "b", "2", "c", "3"), spec.meta());
    }

    @Test
    void theFormOfASpecIsKeptByTheLog() throws Exception {
        var form = Codec.of(JobSpec.class);
        var spec = parsed(EVERYTHING);
        assertEquals(spec, form.decode(form.encode(spec)));
    }

    static JobSpec parsed(String text) {
        return switch (JobFile.parse(text.getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE)) {
            case FileReading.Parsed(var spec) -> spec;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }
}
