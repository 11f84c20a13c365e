package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.deployment.DrainWaits;
import dev.skerry.cluster.job.JobKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a node that drains waits for, as people read it.
class DrainWaitsTest {
    private static String waits(Fleet fleet) {
        var node = fleet.cluster.nodes().find("a");
        if (node == null) throw new IllegalStateException();
        return DrainWaits.of(fleet.cluster, node, fleet.now(), _ -> true).stream()
                .map(it -> it.allocation().slot().job().name() + ": " + it.why() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void eachOfItsAllocationsSaysWhy() {
        var fleet = Fleet.of("a");
        fleet.running("badge", "service count=2").running("work", "batch");
        fleet.running("guard", "system");
        assertEquals("", waits(fleet));
        fleet.later(10_000).drain("a", true);
        assertEquals(
                """
                badge: it is moved next
                badge: it is moved next
                work: it may work to its end until the deadline
                guard: it ends when all else has: its job is on each node
                """,
                waits(fleet));
        fleet.settle();
        assertEquals("no other node has a place for it", waits(fleet).split("[:\n]", 3)[1].strip());
        fleet.add("b");
        fleet.settle();
        assertEquals(
                """
                badge: it is being stopped
                badge: 1 of its group has nobody healthy for long enough, and 1 may
                work: it may work to its end until the deadline
                guard: it ends when all else has: its job is on each node
                """,
                waits(fleet));
        fleet.drain("a", false).settle(new JobKey("default", "work"));
        assertEquals(3, waits(fleet).lines().count(), "system jobs stay");
    }

    /// Not those whose job goes on without them.
    @Test
    void eachGroupIsSaidApartAndOnlyWhatIsForWhoeverAsks() {
        var fleet = Fleet.of("a").running("badge", "service count=2").running("shop", "service");
        fleet.add("b");
        fleet.later(10_000).drain("a", false);
        fleet.settle();
        assertEquals(
                """
                badge: it is being stopped
                badge: 1 of its group has nobody healthy for long enough, and 1 may
                shop: it is moved next
                """,
                waits(fleet));
        fleet.submit("service count=1 group=api");
        assertEquals("badge: its job goes on without it", waits(fleet).split("\n", -1)[1]);
        var node = Objects.requireNonNull(fleet.cluster.nodes().find("a"));
        assertEquals(List.of(), DrainWaits.of(fleet.cluster, node, fleet.now(), _ -> false));
    }
}
