package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    @Test
    void aBatchOfWhichNothingIsTriedAgainHasFailed() {
        assertEquals("failed", batch(false, group(1, 0, 0, 1, 0, 0)));
        assertEquals("failed", batch(false, group(3, 0, 0, 1, 0, 2)));
        assertEquals("failed", batch(false, group(1, 0, 0, 0, 0, 1), group(1, 0, 0, 1, 0, 0)));
        assertEquals("failed", batch(false, group(1, 0, 0, 0, 0, 0))); // lost once too often
    }

    @Test
    void aServiceOfWhichNothingIsTriedAgainHasFailed() {
        assertEquals("failed", service(false, group(2, 0, 0, 2, 0, 0)));
    }

    @Test
    void whatIsTriedAgainIsPending() {
        assertEquals("pending", batch(true, group(1, 0, 0, 1, 0, 0)));
        assertEquals("pending", batch(false, group(2, 0, 1, 1, 0, 0)));
        assertEquals("pending", service(true, group(1, 0, 0, 1, 0, 0)));
    }

    @Test
    void whatGoesOnInPartIsDegraded() {
        assertEquals("degraded", batch(false, group(3, 2, 0, 1, 0, 0)));
        assertEquals("degraded", batch(false, group(2, 0, 0, 1, 1, 0)));
        assertEquals("degraded", service(false, group(2, 1, 0, 1, 0, 0)));
        assertEquals("degraded", service(false, group(1, 0, 0, 0, 1, 0)));
    }

    @Test
    void whatIsWellIsSaidSo() {
        assertEquals("complete", batch(false, group(2, 0, 0, 0, 0, 2)));
        assertEquals("running", batch(false, group(2, 1, 0, 0, 0, 1)));
        assertEquals("running", service(false, group(2, 2, 0, 0, 0, 0)));
        assertEquals("running", service(false, group(0, 0, 0, 0, 0, 0)));
    }

    /// Each node that took one is drained, or none fits: it runs nowhere, and is not said to run.
    @Test
    void aSystemJobThatNoNodeTakesIsPending() {
        assertEquals("pending", system(group(0, 0, 0, 0, 0, 0)));
        assertEquals("pending", system(group(0, 0, 0, 0, 0, 0), group(0, 0, 0, 0, 0, 0)));
        assertEquals("running", system(group(0, 0, 0, 0, 0, 0), group(1, 1, 0, 0, 0, 0)));
        assertEquals("running", system(group(2, 2, 0, 0, 0, 0)));
        assertEquals("degraded", system(group(1, 0, 0, 0, 1, 0)));
        assertEquals("failed", system(group(1, 0, 0, 1, 0, 0)));
    }

    private static String system(JobAnswers.Group... groups) {
        return new JobAnswers.Standing(JobSpec.Type.SYSTEM, false, List.of(groups)).word();
    }

    private static String batch(boolean due, JobAnswers.Group... groups) {
        return new JobAnswers.Standing(JobSpec.Type.BATCH, due, List.of(groups)).word();
    }

    private static String service(boolean due, JobAnswers.Group... groups) {
        return new JobAnswers.Standing(JobSpec.Type.SERVICE, due, List.of(groups)).word();
    }

    private static JobAnswers.Group group(
            int desired, int running, int pending, int failed, int unknown, int complete) {
        return new JobAnswers.Group("g", desired, running, 0, pending, failed, unknown, complete);
    }
}
