package dev.skerry.cluster.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a job may ask for in `update`, whoever wrote it: not all come as files that people write.
class UpdateBoundsTest {
    private static final long WEEK_MS = 7 * 24 * 3_600_000L;

    private static String wrong(JobSpec.Type type, UpdateSpec update) {
        var refusal = UpdateBounds.wrong(type, "g", update);
        return refusal == null ? "" : refusal.sentence();
    }

    private static UpdateSpec times(long healthy, long deadline, long progress, long stagger) {
        return new UpdateSpec(Portion.ONE, healthy, deadline, progress, 0, false, false, stagger);
    }

    @Test
    void allUpToTheBoundsIsTaken() {
        assertEquals("", wrong(JobSpec.Type.SERVICE, UpdateSpec.DEFAULT));
        assertEquals("", wrong(JobSpec.Type.SYSTEM, times(0, 1_000, 0, 0)));
        assertEquals("", wrong(JobSpec.Type.SERVICE, times(0, WEEK_MS, 0, WEEK_MS)));
        assertEquals("", wrong(JobSpec.Type.SERVICE, times(1_000, 1_001, 1_002, 0)));
        var most = new Portion(JobBounds.COUNT_MAX, false);
        var all = new UpdateSpec(most, 0, 1_000, WEEK_MS, JobBounds.COUNT_MAX, true, true, WEEK_MS);
        assertEquals("", wrong(JobSpec.Type.SERVICE, all));
    }

    @Test
    void aBatchIsNotDeployed() {
        assertEquals(
                "g.update is \"there\"; it should be " + UpdateBounds.NOT_FOR_BATCH + ".",
                wrong(JobSpec.Type.BATCH, UpdateSpec.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, 0, false, maxParallel",
        "100001, false, 0, false, maxParallel",
        "101, true, 0, false, maxParallel",
        "1, false, -1, false, canary",
        "1, false, 100001, false, canary",
        "1, false, 0, true, autoPromote"
    })
    void whatIsOutOfBoundsIsNamed(
            int most, boolean percent, int canary, boolean promote, String field) {
        var update =
                new UpdateSpec(new Portion(most, percent), 0, 1_000, 0, canary, promote, false, 0);
        var said = wrong(JobSpec.Type.SERVICE, update);
        assertEquals("g.update." + field, said.split(" ", 2)[0], said);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1000, 0, 0, minHealthy",
        "604800001, 604800002, 0, 0, minHealthy",
        "0, 1000, 0, -1, stagger",
        "0, 1000, 0, 604800001, stagger",
        "0, 999, 0, 0, healthyDeadline",
        "0, 604800001, 0, 0, healthyDeadline",
        "1000, 1000, 0, 0, healthyDeadline",
        "0, 1000, -1, 0, progressDeadline",
        "0, 1000, 604800001, 0, progressDeadline",
        "0, 1000, 1000, 0, progressDeadline"
    })
    void timesThatDoNotFitEachOtherAreNamed(
            long healthy, long deadline, long progress, long stagger, String field) {
        var said = wrong(JobSpec.Type.SERVICE, times(healthy, deadline, progress, stagger));
        assertEquals("g.update." + field, said.split(" ", 2)[0], said);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE, 1, false, 0, ''",
        "SERVICE, 100, true, 604800000, ''",
        "SERVICE, 0, false, 0, maxParallel",
        "SERVICE, 101, true, 0, maxParallel",
        "SERVICE, 1, false, -1, minHealthy",
        "SERVICE, 1, false, 604800001, minHealthy",
        "BATCH, 1, false, 0, there",
        "SYSTEM, 1, false, 0, there"
    })
    void howItIsMovedHasBoundsToo(
            JobSpec.Type type, int most, boolean percent, long healthyMs, String named) {
        var migrate = new Policies.Migrate(new Portion(most, percent), healthyMs);
        var refusal = UpdateBounds.wrong(type, "g", migrate);
        assertEquals(!named.isEmpty(), refusal != null);
        if (refusal != null) assertTrue(refusal.sentence().contains(named), refusal.sentence());
    }
}
