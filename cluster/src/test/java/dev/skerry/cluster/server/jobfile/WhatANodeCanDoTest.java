package dev.skerry.cluster.server.jobfile;

import static dev.skerry.cluster.server.jobfile.WrongJobFileTest.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.job.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no node can do is refused when the file is read.
class WhatANodeCanDoTest {
    @Test
    void whatOnlyAShellReplacesIsLeftToTheShell() {
        says(
                """
                job.yaml:6:24: groups.g.tasks.t.command has ${1} in it, which is no ${NAME}; write\
                 $${1} to leave it to the shell: $$ stands for one dollar sign
                job.yaml:7:26: groups.g.tasks.t.args[1] has ${NAME:-world} in it, which is no\
                 ${NAME}; write $${NAME:-world} to leave it to the shell: $$ stands for one dollar\
                 sign
                job.yaml:8:24: groups.g.tasks.t.env.A has ${B in it, which is no ${NAME}; write\
                 $${B to leave it to the shell: $$ stands for one dollar sign
                job.yaml:9:58: groups.g.tasks.t.checks[0].args[0] has ${} in it, which is no\
                 ${NAME}; write $${} to leave it to the shell: $$ stands for one dollar sign
                """,
                """
                job: a
                groups:
                  g:
                    tasks:
                      t:
                              command: /opt/${1}
                              args: [-c, "echo $$ $${X:-y} ${HOME} $Z ${NAME:-world}"]
                              env: {A: "$$${B"}
                              checks: [{type: script, command: x, args: ["${}"]}]
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "$", "$$", "$${", "a$", "$A", "${A}", "$$$${A:-b}", "${A_1}${_b}", "}{"})
    void whatTheNodeReplacesIsRight(String text) {
        assertNull(Variables.unfit(text));
    }

    @Test
    void theFirstThatIsUnfitIsNamed() {
        assertEquals("${a-b}", Variables.unfit("${A}$$${a-b} ${"));
        assertEquals("${ä}", Variables.unfit("${ä}"));
        assertEquals("${A ${B}", Variables.unfit("${A ${B}"));
    }

    @Test
    void labelsThatBecomeOneVariable() {
        says(
                """
                job.yaml:2:23: meta.build.id and meta build-id are both SKERRY_META_BUILD_ID in the\
                 environment of the tasks; rename one of them
                job.yaml:5:25: groups.g.ports.web_1 and port web-1 are both SKERRY_PORT_WEB_1 in\
                 the environment of the tasks; rename one of them
                job.yaml:6:16: groups.g.meta.Build_Id and meta build-id are both\
                 SKERRY_META_BUILD_ID in the environment of the tasks; rename one of them
                job.yaml:10:15: groups.g.tasks.t.env.SKERRY_TASK is made by the agent for every\
                 task; take another name
                job.yaml:11:10: groups.g.tasks.t.env.SKERRY_PORT_WEB_1 is made by the agent from\
                 port web-1 for every task; take another name
                """,
                """
                job: a
                meta: {build-id: one, "build.id": two, same: x}
                groups:
                  g:
                    ports: {web-1: {},  web_1: {}}
                    meta: {    Build_Id: x, same: y}
                    tasks:
                      t:
                        command: /bin/true
                        env: {SKERRY_TASK: x,
                         SKERRY_PORT_WEB_1: x, SKERRY_MY_JAR: x, PATH: x}
                  other:
                    ports: {web_1: {}}
                    tasks: {t: {command: /bin/true}}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGKILL", "SIGSTOP", "SIGTSTP", "SIGRTMIN+3", "SIGFOO", "TERM", "15 "})
    void aSignalThatEndsNothingIsRefused(String signal) {
        says(
                ("job.yaml:2:61: groups.g.tasks.t.stop.signal should be a signal that a program"
                                + " can hear and end by, as SIGTERM, SIGINT, SIGQUIT, SIGHUP or"
                                + " SIGUSR1, not \"%s\"")
                        .formatted(signal),
                "job: a\ngroups: {g: {tasks: {t: {command: /bin/true, stop: {signal: \"%s\"}}}}}"
                        .formatted(signal));
    }

    @Test
    void patienceAndDelayHaveTheirBounds() {
        says(
                """
                job.yaml:2:31: groups.g.restart.delay should be a duration with its units, as 30s\
                 or 1h30m, at least 1s, not "0s"
                job.yaml:2:56: groups.g.reschedule.delay should be a duration with its units, as\
                 30s or 1h30m, at least 1s, not "999ms"
                job.yaml:3:50: groups.g.tasks.t.stop.timeout should be a duration with its units,\
                 as 30s or 1h30m, at least 1s, at most 1d, not "25h"
                """,
                """
                job: a
                groups: {g: {restart: {delay: 0s}, reschedule: {delay: 999ms},
                 tasks: {t: {command: /bin/true, stop: {timeout: 25h}}}}}
                """);
    }

    /// Without patience a task would be killed at once, however it wants to end.
    @ParameterizedTest
    @ValueSource(strings = {"0s", "0ms", "0h0m0s", "1ms", "999ms"})
    void noPatienceAtAllIsRefused(String timeout) {
        says(
                ("job.yaml:2:62: groups.g.tasks.t.stop.timeout should be a duration with its"
                                + " units, as 30s or 1h30m, at least 1s, at most 1d, not \"%s\"")
                        .formatted(timeout),
                "job: a\ngroups: {g: {tasks: {t: {command: /bin/true, stop: {timeout: \"%s\"}}}}}"
                        .formatted(timeout));
    }
}
