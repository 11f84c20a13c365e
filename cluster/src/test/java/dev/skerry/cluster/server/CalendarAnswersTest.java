package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.server.launches.LaunchAnswer;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.yaml.FileReading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is said of jobs with a calendar, whoever keeps it.
class CalendarAnswersTest {
    private static final long NIGHT_MS = 1_764_554_400_000L; // 2025-12-01T02:00:00Z
    private static final long DAY_MS = 86_400_000;

    private final ClusterMachine machine = new ClusterMachine();
    private Cluster cluster = Cluster.EMPTY;

    CalendarAnswersTest() {
        for (var name : List.of("rock", "reef", "pier"))
            apply(
                    new ClusterFact.NodeJoined(
                            new Node.Identity(name, name, "default", ""), 0, 0, ""));
    }

    private void apply(ClusterFact fact) {
        cluster = machine.apply(cluster, fact);
    }

    private static JobSpec spec(String name, String periodic) {
        var text =
                "job: %s\ntype: batch\nperiodic: {%s}\n".formatted(name, periodic)
                        + "groups: {web: {tasks: {it: {command: /x}}}}\n";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (JobFile.parse(bytes, "job.yaml", new CelExpressions())) {
            case FileReading.Parsed<JobSpec>(var spec) -> spec;
            case FileReading.Wrong<JobSpec>(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private void accepted(JobSpec spec) {
        apply(
                new ClusterFact.JobAccepted(
                        spec, 1, 0, List.of(), null, null, Acceptance.How.SUBMITTED, 0));
    }

    private JobAnswers.JobSummary of(String name) {
        var job = cluster.jobs().find(new JobKey("default", name));
        assertNotNull(job);
        return JobAnswers.summary(new NodesSeen(cluster, _ -> true, _ -> true), job);
    }

    private LaunchAnswer.CalendarAnswer calendar(String name) {
        var launch = of(name).launch();
        assertNotNull(launch);
        assertNotNull(launch.calendar());
        return launch.calendar();
    }

    private void runs(String id, String node, @Nullable Rounds rounds) {
        apply(
                new ClusterFact.AllocationsPlaced(
                        List.of(
                                new Allocation(
                                        id,
                                        new Allocation.Slot(
                                                new JobKey("default", "nightly"), 1, "web", 0),
                                        node,
                                        Map.of(),
                                        new Resources(100, 200, 300),
                                        Allocation.Desired.of(true, "", 0, 1),
                                        new Observed(
                                                Status.RUNNING, true, "", 5, 6, Map.of(), rounds),
                                        new Allocation.Lineage(
                                                null,
                                                null,
                                                List.of(),
                                                0.5,
                                                cluster.allocations().size(),
                                                NIGHT_MS - 3 * DAY_MS)))));
    }

    private static Rounds went(String says) {
        return Rounds.none(0)
                .planned(NIGHT_MS + DAY_MS, NIGHT_MS)
                .begun(NIGHT_MS - DAY_MS)
                .ended(says)
                .begun(NIGHT_MS)
                .ended(says);
    }

    @Test
    void whatFailsEachNightIsSaidOfTheJob() {
        accepted(spec("nightly", "on: node, cron: \"0 2 * * *\""));
        runs("a1", "rock", went(""));
        assertEquals("", of("nightly").says());
        runs("a2", "reef", went("task it failed: exit code 1"));
        assertEquals("running", of("nightly").status());
        assertEquals(
                "nightly.web[0] on reef: its run for 2025-12-01T02:00:00Z failed: task it failed:"
                        + " exit code 1; 2 of 2 failed since 2025-11-28T02:00:00Z; `skerry alloc"
                        + " logs a2` has what they said",
                of("nightly").says());
        runs("a3", "pier", went("task it failed: exit code 1").begun(NIGHT_MS));
        assertEquals(true, of("nightly").says().endsWith(" (and 1 more)"), of("nightly").says());
    }

    /// What it says then is gone, and that each one failed is not.
    @Test
    void whileTheNextRunGoesOnItIsSaidThatEachHasFailed() {
        accepted(spec("nightly", "on: node, cron: \"0 2 * * *\""));
        runs("a1", "rock", went("task it failed: exit code 1").begun(NIGHT_MS));
        assertEquals(
                "nightly.web[0] on rock: it runs, and 2 of 2 failed since 2025-11-28T02:00:00Z;"
                        + " `skerry alloc logs a1` has what they said",
                of("nightly").says());
        runs("a1", "rock", went("").begun(NIGHT_MS).ended("no").begun(NIGHT_MS));
        assertEquals("", of("nightly").says(), "it does not fail each time");
    }

    @Test
    void whatNodesRunSaysWhenTheFirstDoesAndHowTheLastWent() {
        accepted(spec("nightly", "on: node, cron: \"0 2 * * *\", timeZone: Europe/Berlin"));
        runs("a0", "rock", null);
        assertEquals(
                new LaunchAnswer.CalendarAnswer(List.of("0 2 * * *"), "Europe/Berlin", true, ""),
                calendar("nightly"));
        runs("a1", "rock", went(""));
        runs("a2", "reef", went("task it failed: exit code 1"));
        runs("a3", "pier", went("").begun(NIGHT_MS));
        var launch = of("nightly").launch();
        assertNotNull(launch);
        assertEquals("2025-12-02T02:00:00Z", launch.next());
        assertEquals("2025-12-01T02:00:00Z", launch.last());
        assertEquals("failed on 1, runs on 1, ended well on 1", calendar("nightly").went());
    }

    @Test
    void whatServersLaunchSaysHowTheLastLaunchStands() {
        accepted(spec("backup", "cron: \"0 2 * * *\""));
        assertEquals("", calendar("backup").went());
        var key = new JobKey("default", "backup");
        apply(
                new ClusterFact.JobScheduled(
                        key, new Schedule(NIGHT_MS, 1, NIGHT_MS - DAY_MS, "backup-1", "")));
        assertEquals("not kept any more", calendar("backup").went());
        accepted(spec("backup-1", "on: node, cron: \"0 2 * * *\""));
        apply(new ClusterFact.EvaluationDue(new JobKey("default", "backup-1"), "test", 0));
        assertEquals("pending", calendar("backup").went());
        apply(
                new ClusterFact.JobScheduled(
                        key, new Schedule(PersistentAgenda.NEVER, 1, NIGHT_MS, "", "it is full")));
        assertEquals("left out: it is full", calendar("backup").went());
        var launch = of("backup").launch();
        assertNotNull(launch);
        assertNull(launch.next());
    }
}
