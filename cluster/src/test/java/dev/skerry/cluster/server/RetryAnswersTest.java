package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.job.Policies.Reschedule.Growth;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why a slot that has failed is left empty.
class RetryAnswersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0|86400000|its reschedule policy allows no attempt
                    1|86400000|its reschedule policy allows 1 attempt in 1d, and that is used up
                    3|5400000|its reschedule policy allows 3 attempts in 1h30m, and all are used up
                    2|0|its reschedule policy allows 2 attempts, and all are used up
                    """)
    void attemptsThatAreUsedUpAreCounted(int attempts, long intervalMs, String says) {
        var policy = new Reschedule(attempts, intervalMs, 1_000, Growth.CONSTANT, 1_000);
        assertEquals(says, RetryAnswers.usedUp(policy));
    }
}
