package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What facts say they are about, where people read who has done what: it never changes.
class FactAboutTest {
    private static final Allocation.Desired STOP = Allocation.Desired.of(false, "asked", 0, 1);
    private static final JobKey JOB = new JobKey("shop", "badge");

    private static ClusterFact token(String node) {
        return new ClusterFact.TokenIssued(new Node.JoinToken("ab", "edge", 1, 1, "", node, ""));
    }

    private static ClusterFact desired(String... allocations) {
        return new ClusterFact.AllocationsDesired(
                List.of(allocations).stream()
                        .map(id -> new ClusterFact.DesiredChange(id, STOP))
                        .toList());
    }

    @Test
    void theyNameTheOneThingThatTheyChange() {
        assertEquals("shop/badge", new ClusterFact.JobStopped(JOB, true).about());
        assertEquals("shop/badge", new ClusterFact.JobPurged(JOB).about());
        assertEquals("shop/badge", new ClusterFact.JobScheduled(JOB, Schedule.NEVER).about());
        assertEquals("shop/badge", new ClusterFact.EvaluationDue(JOB, "job", 0).about());
        assertEquals("default/a", new ClusterFact.JobPurged(new JobKey("default", "a")).about());
        assertEquals("n-1", new ClusterFact.NodeRemoved("n-1").about());
        assertEquals("n-1", new ClusterFact.NodeMetaSet("n-1", Map.of("a", "b")).about());
        assertEquals("n-1", new ClusterFact.NodeScheduled("n-1", Node.Scheduling.OPEN).about());
        assertEquals("edge", token("").about());
        assertEquals("n-1", token("n-1").about());
        assertEquals("a-1", desired("a-1").about());
    }

    @Test
    void whatChangesManyOrNoneNamesNothing() {
        assertEquals("", desired("a-1", "a-2").about());
        assertEquals("", new ClusterFact.TimeNoted(7).about());
        assertEquals("", new ClusterFact.AllocationsForgotten(List.of("a-1")).about());
    }
}
