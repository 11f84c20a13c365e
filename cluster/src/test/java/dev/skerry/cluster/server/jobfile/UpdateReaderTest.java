package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Portion;
import dev.skerry.cluster.job.UpdateBounds;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.yaml.FileReading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a new version comes, as people write it.
class UpdateReaderTest {
    private static FileReading<JobSpec> read(String type, String job, String group) {
        var text =
                """
                job: a
                type: %s
                update: {%s}
                groups: {g: {update: {%s}, tasks: {t: {command: /bin/true}}}}
                """
                        .formatted(type, job, group);
        if (job.equals("-")) text = text.replace("update: {-}\n", "");
        if (group.equals("-")) text = text.replace("update: {-}, ", "");
        return JobFile.parse(text.getBytes(UTF_8), "job.yaml", new CelExpressions());
    }

    private static @Nullable UpdateSpec update(String job, String group) {
        return switch (read("service", job, group)) {
            case FileReading.Parsed<JobSpec>(var spec) -> update(spec);
            case FileReading.Wrong<JobSpec>(var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    private static @Nullable UpdateSpec update(JobSpec spec) {
        Policies policies = spec.groups().getFirst().policies();
        return policies.update();
    }

    @Test
    void withoutAWordNothingIsDeployed() {
        assertNull(update("-", "-"));
        assertEquals(UpdateSpec.DEFAULT, update("-", ""));
        assertEquals(UpdateSpec.DEFAULT, update("", "-"));
    }

    @Test
    void whatAGroupDoesNotSayItsJobSays() {
        assertEquals(
                new UpdateSpec(
                        new Portion(25, true), 5_000, 60_000, 120_000, 1, true, true, 30_000),
                update(
                        "maxParallel: 25%, minHealthy: 5s, healthyDeadline: 2m,"
                                + " progressDeadline: 0s, canary: 1, autoRevert: true",
                        "healthyDeadline: 1m, progressDeadline: 2m, autoPromote: true,"
                                + " stagger: 30s"));
    }

    @Test
    void deadlinesThatNobodySaysFollowThoseThatSomebodySays() {
        assertEquals(
                new UpdateSpec(Portion.ONE, 600_000, 1_200_000, 2_400_000, 0, false, false, 0),
                update("-", "minHealthy: 10m"));
    }

    /// What a job says may fit one of its groups and not another.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    canary: 4 | - | canary C; JOB 4
                    canary: 4 | stagger: 1s | canary C; JOB 4
                    healthyDeadline: 1m | minHealthy: 2m | healthyDeadline L minHealthy, 2m; JOB 1m
                    progressDeadline: 6m | healthyDeadline: 7m | progressDeadline L F; JOB 6m
                    """)
    void whatAJobSaysFitsItsGroups(String job, String group, String said) {
        if (!(read("service", job, group) instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError("it was taken: " + job + ", " + group);
        assertEquals(1, problems.size(), problems.toString());
        var words =
                said.replace(" C", " should be at most the count of the group, 1")
                        .replace(" L", " should be longer than")
                        .replace(" F", " healthyDeadline, 7m, or 0s: the first unhealthy one F")
                        .replace(" F", " fails the deployment")
                        .replace("JOB", "its job says");
        assertEquals("groups.g.update." + words, problems.getFirst().message());
    }

    /// Of a group that is put aside for a while nobody takes its canaries out of the file.
    @Test
    void aGroupOfNoneMayHaveCanaries() {
        var text =
                """
                job: a
                update: {canary: 1}
                groups: {g: {count: 0, tasks: {t: {command: /bin/true}}}}
                """;
        var read = JobFile.parse(text.getBytes(UTF_8), "job.yaml", new CelExpressions());
        assertInstanceOf(FileReading.Parsed.class, read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    maxParallel: 0% | maxParallel P, not "0%"
                    maxParallel: 101% | maxParallel P, not "101%"
                    maxParallel: 0 | maxParallel P, not the number 0
                    maxParallel: 100001 | maxParallel P, not the number 100001
                    maxParallel: 2.5 | maxParallel P, not the number 2.5
                    canary: 2 | canary should be at most the count of the group, 1
                    canary: -1 | canary should be W, not the number -1
                    autoPromote: true | autoPromote should be Q
                    healthyDeadline: 10s | healthyDeadline should be longer than minHealthy, 10s
                    progressDeadline: 5m | progressDeadline should be longer than healthyDeadlineF
                    minHealthy: 169h | minHealthy D, not "169h"
                    minHealthy: 100h | progressDeadline should be longer than healthyDeadlineX
                    stagger: 5 | stagger D, not the number 5; was 5s meant?
                    """)
    void whatIsWrongIsSaid(String line, String said) {
        if (!(read("service", "-", line) instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError("it was taken: " + line);
        var words =
                said.replace("P,", "should be " + UpdateBounds.PARALLEL_SHOULD + ",")
                        .replace("W", "a whole number from 0 to 100,000")
                        .replace("X", ", 7d, or 0s: the first unhealthy one fails the deployment")
                        .replace("F", ", 5m, or 0s: the first unhealthy one fails the deployment")
                        .replace("Q", UpdateBounds.PROMOTE_SHOULD)
                        .replace(
                                "D,",
                                "should be a duration with its units, as 30s or 1h30m,"
                                        + " at most 7d,");
        assertEquals("groups.g.update." + words, problems.getFirst().message());
    }

    /// What a job says for all groups need not fit each.
    @Test
    void whatAJobSaysFitsEachGroup() {
        assertEquals(
                new UpdateSpec(Portion.ONE, 10_000, 1_200_000, 0, 1, false, false, 0),
                update("progressDeadline: 0s, canary: 1", "healthyDeadline: 20m"));
        assertEquals(
                new UpdateSpec(Portion.ONE, 10_000, 300_000, 600_000, 0, false, false, 0),
                update("canary: 1, autoPromote: true", "canary: 0"));
    }

    @Test
    void aBatchIsNotDeployed() {
        if (!(read("batch", "-", "canary: 1") instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError("it was taken");
        assertEquals(
                "groups.g.update should be left out: a batch job runs anew by its"
                        + " new version, and is not deployed",
                problems.getFirst().message());
    }

    private static FileReading<JobSpec> moved(String type, String update, String migrate) {
        var text =
                """
                job: a
                type: %s
                groups: {g: {%s migrate: {%s}, tasks: {t: {command: /bin/true}}}}
                """
                        .formatted(type, update, migrate);
        return JobFile.parse(text.getBytes(UTF_8), "job.yaml", new CelExpressions());
    }

    private static Policies.Migrate moves(String update, String migrate) {
        return switch (moved("service", update, migrate)) {
            case FileReading.Parsed<JobSpec>(var spec) ->
                    spec.groups().getFirst().policies().moved();
            case FileReading.Wrong<JobSpec>(var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    @Test
    void howItIsMovedIsAsItIsDeployedUnlessItIsSaid() {
        var five = new Portion(5, false);
        assertEquals(Policies.Migrate.DEFAULT, moves("", ""));
        assertEquals(new Policies.Migrate(five, 10_000), moves("", "maxParallel: 5"));
        assertEquals(
                new Policies.Migrate(five, 3_000),
                moves("update: {maxParallel: 5, minHealthy: 3s},", ""));
        assertEquals(
                new Policies.Migrate(new Portion(20, true), 0),
                moves(
                        "update: {maxParallel: 5, minHealthy: 3s},",
                        "maxParallel: 20%, minHealthy: 0s"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    service | maxParallel: 0%   | migrate.maxParallel should be a whole number
                    service | maxParallel: 0    | migrate.maxParallel should be a whole number
                    service | minHealthy: 8d    | migrate.minHealthy should be a duration
                    service | healthyDeadline: 1m | "healthyDeadline" is not a key of a migrate
                    batch   | maxParallel: 1    | only a service is moved from node to node
                    system  | maxParallel: 1    | only a service is moved from node to node
                    """)
    void whatCannotBeMovedLikeThatIsRefused(String type, String migrate, String says) {
        var wrong = assertInstanceOf(FileReading.Wrong.class, moved(type, "", migrate));
        assertEquals(true, wrong.toString().contains(says.strip()), wrong.toString());
    }
}
