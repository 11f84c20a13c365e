package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch.OnNode;
import dev.skerry.cluster.job.Launch.Parameterized;
import dev.skerry.cluster.job.Launch.Payload;
import dev.skerry.cluster.job.Launch.Periodic;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.yaml.FileReading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By what a job is launched, as people write it.
class LaunchReaderTest {
    private static final String GROUPS =
            "groups: {main: {meta: {of: main}, tasks: {it: {command: /bin/true}}}}\n";

    private static FileReading<JobSpec> read(String lines) {
        var text = "job: backup\n" + lines + "\n" + GROUPS;
        return JobFile.parse(text.getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE);
    }

    private static JobSpec right(String lines) {
        if (read(lines) instanceof FileReading.Parsed<JobSpec>(var spec)) return spec;
        throw new AssertionError(read(lines).toString());
    }

    @Test
    void oneScheduleOrSeveralWithAllDefaults() {
        assertEquals(
                new Periodic(List.of("0 3 * * *"), "UTC", false, true, 10),
                right("type: batch\nperiodic: {cron: '0 3 * * *'}").launch());
        assertEquals(
                new Periodic(List.of("@daily", "*/5 * * * *"), "Europe/Berlin", true, false, 0),
                right(
                                """
                                type: sysbatch
                                periodic:
                                  cron: ['@daily', '*/5 * * * *']
                                  timeZone: Europe/Berlin
                                  noOverlap: true
                                  enabled: false
                                  keep: 0\
                                """)
                        .launch());
    }

    @Test
    void aCalendarThatIsTheNodesOwn() {
        assertEquals(
                new OnNode(List.of("0 3 * * *"), "UTC", true),
                right("type: batch\nperiodic: {cron: '0 3 * * *', on: node}").launch());
        var said =
                "{cron: ['@daily'], on: node, timeZone: Asia/Tokyo, noOverlap: true,"
                        + " enabled: false}";
        var system = right("type: system\nperiodic: " + said);
        assertEquals(new OnNode(List.of("@daily"), "Asia/Tokyo", false), system.launch());
        assertFalse(system.parent());
        assertEquals(
                Restart.BATCH, system.groups().getFirst().policies().restart(), "it is to end");
        assertEquals(
                right("type: batch\nperiodic: {cron: '@daily'}").launch(),
                right("type: batch\nperiodic: {cron: '@daily', on: server}").launch());
    }

    @Test
    void whatADispatchBrings() {
        assertEquals(
                new Parameterized(Payload.OPTIONAL, List.of(), List.of(), 10),
                right("type: batch\nparameterized: {}").launch());
        assertEquals(
                new Parameterized(Payload.REQUIRED, List.of("who"), List.of("how"), 3),
                right(
                                "type: batch\nparameterized: {payload: required,"
                                        + " metaRequired: [who], metaOptional: [how], keep: 3}")
                        .launch());
    }

    /// All that is said comes back in the words of the file.
    @Test
    void differencesAreSaidFieldByField() {
        var was = right("type: batch\nperiodic: {cron: '0 3 * * *'}");
        var is = right("type: batch\nperiodic: {cron: ['0 4 * * *'], noOverlap: true}");
        assertEquals(
                "periodic.cron[0]: 0 3 * * * -> 0 4 * * *, and 1 more",
                JobDifference.between(1, was, 2, is).shortly());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    type: batch|periodic: {}|periodic.cron is missing; it should be five fields
                    type: batch|periodic: {cron: []}|should have at least one schedule
                    type: batch|periodic: {cron: 'never'}|periodic.cron should be five fields
                    type: batch|periodic: {cron: ['@daily', '0 0 31 4 *']}|no month has such a day
                    type: batch|periodic: {cron: '@daily', timeZone: Berlin}|should be a time zone
                    type: batch|periodic: {cron: '@daily', keep: 1001}|number from 0 to 1,000
                    type: batch|periodic: {cron: '@daily', at: node}|is not a key of a periodic
                    type: batch|periodic: {cron: '@daily', on: somewhere}|one of server, node
                    type: service|periodic: {cron: '@daily', on: node}|is batch or system:
                    type: sysbatch|periodic: {cron: '@daily', on: node}|is batch or system:
                    type: system|periodic: {cron: '@daily'}|is for jobs whose type is batch or sysb
                    type: batch|periodic: {on: node, cron: '0 0 31 4 *'}|no month has such a day
                    type: batch|periodic: {on: node}|periodic.cron is missing; it should be five
                    type: batch|periodic: {on: node, cron: '@daily', timeZone: Berlin}|a time zone
                    type: batch|periodic: {on: node, cron: '@daily', noOverlap: false}|or left out
                    type: batch|periodic: {on: node, cron: '@daily', keep: 3}|there are no children
                    type: service|periodic: {cron: '@daily'}|is for jobs whose type is batch or
                    type: system|parameterized: {}|is for jobs whose type is batch or sysbatch
                    type: batch|parameterized: {payload: maybe}|one of optional, required, forbidden
                    type: batch|parameterized: {metaRequired: ['a b']}|a letter or digit first
                    type: batch|parameterized: {metaRequired: [of]}|which would hide what is
                    type: batch|parameterized: {metaRequired: [a-b], metaOptional: [a_b]}|rename one
                    """)
    void whatIsWrongIsSaidWithItsField(String type, String launch, String words) {
        if (!(read(type + "\n" + launch) instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError(launch);
        assertTrue(problems.toString().contains(words), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    metaRequired: [who], metaOptional: [how, who]|metaOptional[1] should be left out
                    metaRequired: [who, who]|metaRequired[1] should be there once
                    metaOptional: [how, how]|metaOptional[1] should be there once
                    """)
    void aKeyThatIsThereTwiceIsToldByItsLine(String keys, String words) {
        if (!(read("type: batch\nparameterized: {" + keys + "}")
                instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError(keys);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().toString().contains(words), problems.toString());
        assertTrue(problems.getFirst().line() > 1, problems.toString());
    }

    /// What rests is healthy: it would be promoted before it has run.
    @Test
    void canariesOfANodesCalendarAreNotPromotedByThemselves() {
        var says = "type: system\nperiodic: {cron: '@daily', on: node}\nupdate: {canary: 1";
        right(says + "}");
        if (!(read(says + ", autoPromote: true}")
                instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError("it is right");
        assertEquals(1, problems.size(), problems.toString());
        var said = problems.getFirst().toString();
        assertTrue(said.contains("groups.main.update.autoPromote is \"true\""), said);
        assertTrue(said.contains("and promote them by hand"), said);
    }

    /// One mistake is one problem, and each says what is there.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    type: system|{cron: '@daily', on: Node}|not "Node"; did you mean "node"?
                    type: system|{cron: '@daily'}|; this one is a system, which can say on: node
                    type: system|{cron: '@daily', on: server}|is a system, which can say on: node
                    type: service|{cron: '@daily'}|again has to end; this one is a service
                    type: service|{cron: '@daily', on: node}|its calendar; this one is a service
                    type: batch|daily|should be a mapping of cron, on, timeZone, noOver
                    type: batch|['@daily']|periodic should be a mapping of cron
                    type: batch|{cron: '0 25 * * *'}|whose hour is 0-23, *, or numbers, ranges and
                    type: batch|{cron: '0 3 * * 8'}|between, which "8" is not, not "0 3 * * 8"
                    type: batch|{cron: '0 0 31 4 *'}|no month has such a day, not "0 0 31 4 *"
                    """)
    void oneMistakeIsSaidOnceWithWhatIsThere(String type, String periodic, String words) {
        if (!(read(type + "\nperiodic: " + periodic)
                instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError(periodic);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().toString().contains(words), problems.toString());
    }

    @Test
    void aJobIsLaunchedByOneThingOnly() {
        var both = "type: batch\nperiodic: {cron: '@daily'}\nparameterized: {}";
        if (!(read(both) instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError(both);
        assertTrue(problems.toString().contains("the job is periodic already"), problems + "");
    }
}
