package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Wording;
import dev.skerry.yaml.Yaml;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of a wrong job file, to the letter.
class WrongJobFileTest {
    static final String TASK = "tasks: {t: {command: /bin/true}}";

    @Test
    void unknownKeys() {
        says(
                """
                job.yaml:2:1: "prioritty" is not a key of a job; did you mean "priority"?
                job.yaml:4:12: "cuont" is not a key of a group; did you mean "count"?
                job.yaml:4:54: "Command" is not a key of a task; did you mean "command"?
                job.yaml:5:9: "zebra" is not a key of a group; its keys are count, scaling,\
                 restart, reschedule, disconnect, update, migrate, ports, meta, tasks, constraints,\
                 affinities, spread, distinctHosts, distinctProperty
                job.yaml:6:10: "stager" is not a key of an update; did you mean "stagger"?
                """,
                """
                job: a
                prioritty: 5
                groups:
                  web: {   cuont: 2, tasks: {t: {command: /bin/true, Command: x}}}
                  far: {zebra: 2, tasks: {t: {command: /bin/true}}}
                update: {stager: 5s}
                """);
    }

    @Test
    void typesAndBounds() {
        says(
                """
                job.yaml:1:6: job should be text, not the number 5; quote it: "5"
                job.yaml:2:7: type should be one of service, batch, system, sysbatch, not "sytem";\
                 did you mean "system"?
                job.yaml:3:11: priority should be a whole number from 1 to 100, not the number 101
                job.yaml:4:14: datacenters should be a list, not "north"
                job.yaml:5:7: meta should be a mapping, not a list
                job.yaml:6:16: distinctHosts should be true or false, not "yes"
                job.yaml:7:21: groups.g.count should be a whole number from 0 to 100,000, not "many"
                """,
                """
                job: 5
                type: sytem
                priority: 101
                datacenters: north
                meta: [a]
                distinctHosts: yes
                groups: {g: {count: many, %s}}
                """
                        .formatted(TASK));
    }

    @Test
    void unitsAreWritten() {
        says(
                """
                job.yaml:4:29: groups.g.disconnect.lostAfter should be a duration with its units,\
                 as\
                 30s or 1h30m, not the number 4; was 4s meant?
                job.yaml:5:29: groups.g.restart.interval should be a duration with its units, as\
                 30s\
                 or 1h30m, at least 1s, not "1.5h"
                job.yaml:10:16: groups.g.tasks.t.resources.cpu should be a part of a processor in\
                 MHz\
                 or GHz, as 200MHz, at least 1MHz, not the number 200; was 200MHz meant?
                job.yaml:11:19: groups.g.tasks.t.resources.memory should be a size with its unit,\
                 as\
                 96MiB or 1.5GiB, at least 1MiB, not "96M"
                job.yaml:12:17: groups.g.tasks.t.resources.disk should be a size with its unit, as\
                 96MiB or 1.5GiB, not the number 1.5; was 1.5MiB meant?
                """,
                """
                job: a
                groups:
                  g:
                    disconnect: {lostAfter: 4}
                    restart:     {interval: 1.5h}
                    tasks:
                      t:
                        command: /bin/true
                        resources:
                          cpu: 200
                          memory: 96M
                          disk: 1.5
                """
                        .replace(
                                "        resources:\n          cpu: 200",
                                "        resources:\n          cpu: 200"));
    }

    @Test
    void environmentIsText() {
        says(
                """
                job.yaml:6:15: groups.g.tasks.t.env.PORT should be text, not the number 8080; quote\
                 it: "8080"
                job.yaml:7:16: groups.g.tasks.t.env.DEBUG should be text, not true; quote it: "true"
                job.yaml:8:9: groups.g.tasks.t.env has the key "A-B"; a key here should be letters,\
                 digits and underscores, at most 128, no digit first
                job.yaml:9:14: groups.g.tasks.t.env.NONE should be text of at most 8,192\
                 characters, not nothing
                """,
                """
                job: a
                groups:
                  g:
                   tasks:
                    t: {command: /bin/true, env: {
                        PORT: 8080,
                        DEBUG: true,
                        A-B: c,
                        NONE:
                    }}
                """
                        .strip());
    }

    @Test
    void whatBelongsTogether() {
        says(
                """
                job.yaml:3:16: distinctHosts should be left out: a system job has one allocation on\
                 each node anyway
                job.yaml:4:44: spread[0].targets add up to 120; it should be at most 100 percent
                job.yaml:5:40: affinities[0].weight should be -100 to 100 and not 0, which would\
                 change nothing
                job.yaml:8:12: groups.g.count should be left out: a system job has one allocation\
                 on\
                 each node
                job.yaml:9:45: groups.g.disconnect.stopAfter should be at most lostAfter, 4h: a\
                 node\
                 that stops later may run what the servers have given up
                job.yaml:10:30: groups.g.reschedule.attempts should be left out when unlimited is\
                 true
                job.yaml:11:38: groups.g.ports.b is 80, which groups.g.ports.a has too
                """,
                """
                job: a
                type: system
                distinctHosts: true
                spread: [{by: node.meta.site,     targets: {a: 60, b: 60}}]
                affinities: [{when: 'true',    weight: 0}]
                groups:
                  g:
                    count: 2
                    disconnect: {lostAfter: 4h,  stopAfter: 5h}
                    reschedule: {attempts:   3, unlimited: true}
                    ports: {a: {static: 80},      b: {static: 80}}
                    %s
                """
                        .formatted(TASK));
    }

    @Test
    void tasksAndChecks() {
        says(
                """
                job.yaml:7:17: groups.g.tasks.t.driver should be one of exec, rawExec,\
                 java, wasm, container, not "exce"; did you mean "exec"?
                job.yaml:8:17: groups.g.tasks.t.cpuMax should be at least resources.cpu, 200MHz
                job.yaml:11:30: groups.g.tasks.t.checks[0].port should be a port of the group,\
                 which\
                 has main, not "mian"; did you mean "main"?
                job.yaml:12:11: groups.g.tasks.t.checks[1].type is missing; it should be one of\
                 http, tcp, script
                job.yaml:13:41: groups.g.tasks.t.checks[2].path should be left out: a check of type\
                 tcp has no path
                job.yaml:13:65: groups.g.tasks.t.checks[2].command should be left out: a check of\
                 type tcp has no command
                job.yaml:14:11: groups.g.tasks.t.checks[3].port is missing; it should be lower-case\
                 letters, digits, hyphens and underscores, at most 32, a letter first
                """,
                """
                job: a
                groups:
                  g:
                    ports: {main: {}}
                    tasks:
                      t:
                        driver: exce
                        cpuMax: 100MHz
                        resources: {cpu: 200MHz}
                        checks:
                        - {type: http, port: mian}
                        - {port: main}
                        - {type: tcp, port: main, path: /v1/status/of, command: x}
                        - {type: tcp}
                """);
    }

    /// Nothing follows for its other keys from a type that there is not.
    @Test
    void aCheckOfNoTypeThatThereIs() {
        says(
                """
                job.yaml:7:25: groups.g.tasks.t.checks[0].type should be one of http, tcp, script,\
                 not "exec"
                job.yaml:8:19: groups.g.tasks.t.checks[1].type should be one of http, tcp, script,\
                 not "htpp"; did you mean "http"?
                """,
                """
                job: a
                groups:
                  g:
                    tasks:
                      t:
                        command: /bin/true
                        checks: [{type: exec, command: /bin/true, args: ["1"]},
                           {type: htpp, path: /v1/status}]
                """);
    }

    @Test
    void missingParts() {
        says(
                """
                job.yaml:1:1: job is missing; it should be 1 to 64 lower-case letters, digits,\
                 hyphens or underscores, a letter or digit first
                job.yaml:1:9: groups should name at least one group of tasks
                """,
                "groups: {}");
        says(
                """
                job.yaml:2:13: groups.a.tasks is missing; it should name at least one task, as\
                 tasks: {server: {...}}
                job.yaml:2:31: groups.b.tasks should name at least one task
                job.yaml:2:36: groups.c.tasks is missing; it should name at least one task, as\
                 tasks: {server: {...}}
                job.yaml:2:38: groups.c should be a mapping of count, scaling, restart,\
                 reschedule, disconnect, update, migrate, ports, meta, tasks, constraints,\
                 affinities, spread, distinctHosts, distinctProperty, not nothing
                """,
                """
                job: a
                groups: {a: {}, b: {   tasks: {}}, c: }
                """);
        says("job.yaml:1:1: the file is empty; a job is expected", "");
        says(
                "job.yaml:1:1: the file should be a mapping with the keys "
                        + String.join(", ", JobFileKeys.JOB.names())
                        + ", not a list",
                "- a");
    }

    @Test
    void textsAreBoundedAndPlain() {
        says(
                """
                job.yaml:2:35: groups.g.tasks.t.command has a control character in it, or half of a\
                 sign; it should be plain text
                job.yaml:3:11: groups.g.tasks.t.args[0] has a control character in it, or half of a\
                 sign; it should be plain text
                job.yaml:3:21: groups.g.tasks.t.args[1] should be text of at most 8,192 characters,\
                 not "LONG…"; it has 8,193 characters
                job.yaml:3:8216: groups.g.tasks.t.args[2] should be text of at most 8,192\
                 characters, not a value with the tag tag:yaml.org,2002:java.lang.Runtime
                job.yaml:3:8248: groups.g.tasks.t.cpuMax should be a part of a processor in MHz or\
                 GHz, as 200MHz, at least 1MHz, not the number .nan
                """
                        .replace("LONG", "x".repeat(79)),
                """
                job: a
                groups: {g: {tasks: {t: {command: "\\e[1m",
                   args: ["\\ud800", %s, !!java.lang.Runtime x], cpuMax: .nan}}}}
                """
                        .formatted("x".repeat(8_193)));
    }

    @Test
    void aJobIsBoundedAsAWhole() {
        var most = "x".repeat(8_000);
        says(
                "job.yaml:1:1: the size of the job is \"72,302 characters\"; it should be at most"
                        + " 65,536; large texts belong into files on the nodes.",
                """
                job: a
                groups: {g: {tasks: {t: {command: /bin/true, args: [%s]}}}}
                """
                        .formatted((most + ",").repeat(9)));
    }

    @Test
    void keysThatAreThereTwice() {
        says(
                "job.yaml:3:1: job is there twice; the first is in line 1",
                "job: a\ngroups: {g: {%s}}\njob: b".formatted(TASK));
    }

    @Test
    void whatIsNotYaml() {
        says(
                "job.yaml:2:1: the file is not YAML: while scanning for the next token: found"
                        + " character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB)"
                        + " for indentation)",
                "job: a\n\tgroups: {}");
        says(
                "job.yaml:2:1: the file is not YAML: while parsing a flow mapping: expected ',' or"
                        + " '}', but got <stream end>",
                "groups: {a: b\n");
        says("job.yaml:2:1: the file has a second document; one job is expected", "job: a\n---\n");
        says("job.yaml:1:1: the file is not YAML: found undefined alias x", "*x");
        assertEquals("job.yaml:1:1: the file is not UTF-8 text", problems(new byte[] {-1}));
    }

    /// Whatever is broken, there is an answer and never an exception.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void brokenFilesAreAnswered(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            var bytes = JobFileTest.EVERYTHING.getBytes(UTF_8);
            for (int change = random.nextInt(1, 6); change > 0; change--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(10, 127);
            switch (JobFile.parse(bytes, "job.yaml", ExpressionCheck.NONE)) {
                case FileReading.Parsed(var spec) -> assertTrue(spec.groups().size() > 0);
                case FileReading.Wrong(var problems) -> {
                    assertTrue(!problems.isEmpty() && problems.size() <= Yaml.PROBLEMS_MAX);
                    for (var problem : problems) assertTrue(!problem.message().isBlank());
                }
            }
        }
    }

    @Test
    void aFileSaysNoOtherNamespaceThanWhoeverSendsIt() {
        var file = JobFileTest.EVERYTHING.getBytes(UTF_8);
        var wording = Wording.of("job.yaml", null, file);
        var read = JobFile.parse(file, wording, ExpressionCheck.NONE, "lab");
        if (!(read instanceof FileReading.Wrong(var problems))) throw new AssertionError(read + "");
        var said = problems.getFirst().text("job.yaml");
        assertTrue(said.contains("namespace should be \"lab\", as it was asked for"), said);
    }

    static void says(String expected, String file) {
        assertEquals(expected.strip(), problems(file));
    }

    static String problems(String file) {
        return problems(file.getBytes(UTF_8));
    }

    static String problems(byte[] file) {
        var outcome = JobFile.parse(file, "job.yaml", ExpressionCheck.NONE);
        if (!(outcome instanceof FileReading.Wrong(var problems)))
            throw new AssertionError(outcome + "");
        return problems.stream()
                .map(problem -> problem.text("job.yaml"))
                .collect(Collectors.joining("\n"));
    }
}
