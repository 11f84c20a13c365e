package dev.skerry.cluster.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.Launch.OnNode;
import dev.skerry.cluster.job.Launch.Parameterized;
import dev.skerry.cluster.job.Launch.Payload;
import dev.skerry.cluster.job.Launch.Periodic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What jobs that launch others may ask for, each by its field.
class LaunchBoundsTest {
    private static String wrong(String name, JobSpec.Type type, Launch launch) {
        var task =
                new TaskSpec(
                        "main",
                        "exec",
                        new TaskSpec.RunSpec("/bin/true", List.of(), Map.of(), ""),
                        new Resources(10, 10, 0),
                        0,
                        TaskSpec.StopSpec.DEFAULT,
                        TaskSpec.Logs.DEFAULT,
                        List.of());
        var policies =
                new Policies(
                        Policies.Restart.BATCH,
                        Policies.Reschedule.BATCH,
                        Policies.Disconnect.DEFAULT);
        var group =
                new GroupSpec(
                        "web",
                        1,
                        Placement.ANYWHERE,
                        policies,
                        Map.of(),
                        Map.of("of", "web"),
                        List.of(task));
        var refusal =
                JobBounds.wrong(
                        new JobSpec(
                                new JobKey("default", name),
                                type,
                                50,
                                JobSpec.Where.ANYWHERE,
                                Placement.ANYWHERE,
                                Map.of(),
                                List.of(group),
                                launch));
        return refusal == null ? "" : refusal.sentence();
    }

    private static String periodic(String cron, String zone, int keep) {
        return wrong(
                "backup", JobSpec.Type.BATCH, new Periodic(List.of(cron), zone, false, true, keep));
    }

    @Test
    void whatItsNodeRunsStays() {
        var nightly = new OnNode(List.of("0 3 * * *"), "UTC", true);
        var name = "a".repeat(64); // it has no children
        assertEquals("", wrong(name, JobSpec.Type.BATCH, nightly));
        assertEquals("", wrong(name, JobSpec.Type.SYSTEM, nightly));
        for (var type : List.of(JobSpec.Type.SERVICE, JobSpec.Type.SYSBATCH))
            assertTrue(wrong("backup", type, nightly).contains("batch or system: with on: node"));
        var never = new OnNode(List.of("0 0 30 2 *"), "UTC", true);
        assertTrue(wrong("backup", JobSpec.Type.BATCH, never).contains("periodic.cron[0]"));
        var nowhere = new OnNode(List.of("0 3 * * *"), "Mars/Olympus", true);
        assertTrue(wrong("backup", JobSpec.Type.BATCH, nowhere).contains("periodic.timeZone"));
    }

    @Test
    void calendarsAndTheirZones() {
        assertEquals("", periodic("0 3 * * *", "Europe/Berlin", 0));
        assertEquals("", periodic("@daily", "+02:00", 1_000));
        assertEquals(
                "periodic.cron[0] is \"0 0 30 2 *\"; it should be one that comes: no month has such"
                        + " a day.",
                periodic("0 0 30 2 *", "UTC", 10));
        assertEquals(
                "periodic.cron[0] is \"daily\"; it should be five fields",
                periodic("daily", "UTC", 10).split(",", 2)[0]);
        assertEquals(
                "periodic.timeZone is \"Berlin\"; it should be a time zone as UTC, Europe/Berlin or"
                        + " +02:00.",
                periodic("@daily", "Berlin", 10));
        assertEquals(
                "periodic.keep is \"1001\"; it should be from 0 to 1000.",
                periodic("@daily", "UTC", 1_001));
        var none = new Periodic(List.of(), "UTC", false, true, 10);
        assertEquals(
                "periodic.cron is \"\"; it should be at least one schedule.",
                wrong("backup", JobSpec.Type.BATCH, none));
    }

    @Test
    void whatIsLaunchedEndsAndHasRoomForItsName() {
        var daily = new Periodic(List.of("@daily"), "UTC", false, true, 10);
        assertEquals("", wrong("b".repeat(35), JobSpec.Type.SYSBATCH, daily));
        assertEquals(
                "job is \"%s\"; it should be at most 35 characters: its children have its name with"
                                .formatted("b".repeat(36))
                        + " the time behind it.",
                wrong("b".repeat(36), JobSpec.Type.BATCH, daily));
        for (var type : List.of(JobSpec.Type.SERVICE, JobSpec.Type.SYSTEM))
            assertEquals(
                    "type is \"%s\"; it should be batch or sysbatch: what is launched again and"
                                    .formatted(type.word())
                            + " again has to end.",
                    wrong("backup", type, daily));
    }

    private static String meta(List<String> required, List<String> optional) {
        return wrong(
                "report",
                JobSpec.Type.BATCH,
                new Parameterized(Payload.OPTIONAL, required, optional, 10));
    }

    @Test
    void keysOfMetaThatAreDispatched() {
        assertEquals("", meta(List.of("who"), List.of("how")));
        assertEquals(
                "parameterized.metaOptional is \"who\"; it should be left out, since metaRequired"
                        + " has it already.",
                meta(List.of("who"), List.of("who")));
        assertEquals(
                "parameterized.metaOptional is \"who\"; it should be there once.",
                meta(List.of(), List.of("who", "who")));
        assertEquals(
                "parameterized.metaRequired is \"of\"; it should be a key that no group has in its"
                        + " meta, which would hide what is dispatched.",
                meta(List.of("of"), List.of()));
        assertEquals(
                "parameterized.metaRequired is \"a b\"; it should be " + Names.KEY_SHOULD + ".",
                meta(List.of("a b"), List.of()));
    }
}
