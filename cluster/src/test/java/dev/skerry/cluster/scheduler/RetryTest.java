package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.scheduler.policy.Retry;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is said to be tried again is what the scheduler leaves for later.
final class RetryTest {
    private static final String DOUBLING = "reschedule -1 0 5000 EXPONENTIAL 15000";

    @Test
    void whatHasFailedWaitsForItsDelayWhichGrows() {
        var fleet = Fleet.of("a\nb").submit("service", DOUBLING);
        fleet.settle();
        assertEquals("", retries(fleet.obey()));
        fleet.says("web[0]@a", Status.FAILED);
        assertEquals("badge.web[0]@a after 5000", retries(fleet));
        fleet.settle();
        assertEquals("badge.web[0]@a after 5000", retries(fleet));
        fleet.later(5_000).settle();
        assertEquals("", retries(fleet));
        fleet.says("web[0]@b", Status.FAILED).settle();
        assertEquals("badge.web[0]@b after 10000", retries(fleet));
    }

    @Test
    void theSoonestComesFirst() {
        var fleet = Fleet.of("a\nb").submit("service count=2", DOUBLING, "spread 100 node.id");
        fleet.settle();
        fleet.obey().says("web[1]@b", Status.FAILED).settle();
        fleet.later(1_000).says("web[0]@a", Status.FAILED).settle();
        assertEquals("badge.web[1]@b after 5000, badge.web[0]@a after 5000", retries(fleet));
    }

    @Test
    void whatIsNotTriedAgainIsSaidToBeSo() {
        var once = "reschedule 0 60000 5000 CONSTANT 5000";
        var fleet = Fleet.of("a").submit("service", once);
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        assertEquals("badge.web[0]@a never", retries(fleet));
        fleet.submit("service note=new", DOUBLING);
        assertEquals("", retries(fleet), "the new version starts at once");
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        assertEquals("badge.web[0]@a after 5000", retries(fleet));
        assertEquals("", retries(fleet.stopJob()));
    }

    @Test
    void oneSaysTheSameOfItself() {
        var fleet = Fleet.of("a\nb").submit("service", DOUBLING);
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.FAILED).settle();
        var cluster = fleet.cluster;
        var failed = cluster.allocations().values().iterator().next();
        assertEquals(5_000, Objects.requireNonNull(Retry.of(cluster, failed)).delayMs());
        fleet.later(5_000).settle();
        var after = fleet.cluster;
        for (var one : after.allocations().values())
            assertNull(Retry.of(after, one), "another has its slot");
    }

    @Test
    void aSystemJobWaitsNodeByNode() {
        var fleet = Fleet.of("a\nb").submit("system", DOUBLING);
        fleet.settle();
        fleet.obey().says("web[0]@b", Status.FAILED).settle();
        assertEquals("badge.web[0]@b after 5000", retries(fleet));
    }

    /// The one that is unknown keeps nobody out, and so hides nobody who waits.
    @Test
    void aReplacementThatHasFailedIsSaidWhileTheFirstIsUnknown() {
        var fleet = Fleet.of("a\nb").submit("service lostAfter=60000", DOUBLING);
        fleet.settle();
        fleet.obey().missed("a").settle();
        fleet.obey().says("web[0]@b", Status.FAILED);
        assertEquals("badge.web[0]@b after 5000", retries(fleet));
        assertEquals("", retries(fleet.back("a")), "it holds its slot until its node has spoken");
    }

    private static String retries(Fleet fleet) {
        var job = Objects.requireNonNull(fleet.cluster.jobs().find(Jobs.KEY));
        return Retry.of(fleet.cluster, job).stream()
                .map(RetryTest::text)
                .collect(Collectors.joining(", "));
    }

    private static String text(Retry it) {
        var failed = it.failed();
        var when = it.again() ? "after " + it.delayMs() : "never";
        return "%s@%s %s".formatted(failed.slot().name(), failed.node(), when);
    }
}
