package dev.skerry.cluster.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FreshIdsTest {
    private static final String DRAWN = "a[0-9a-hjkmnp-tv-z]{10}";

    private static List<String> of(long drawn, int count) {
        return FreshIds.ofAllocations(Cluster.EMPTY, drawn, count);
    }

    private static Cluster with(String id) {
        var allocation =
                new Allocation(
                        id,
                        new Allocation.Slot(new JobKey("shop", "till"), 1, "main", 0),
                        "n-000000000001",
                        Map.of(),
                        Resources.NONE,
                        Allocation.Desired.of(true, "", 0, 1),
                        Allocation.Observed.of(Allocation.Status.RUNNING, true, "", 0, 0, Map.of()),
                        new Allocation.Lineage(null, null, List.of(), 0, 0, 0));
        return Cluster.restored(
                new Cluster.Passed(1, 0, Absences.NONE),
                List.of(),
                List.of(),
                List.of(allocation),
                List.of(),
                List.of(),
                Recalls.NONE);
    }

    @Test
    void theyCountWithinTheirPlanOnly() {
        var ids = of(7, 1_100);
        for (var id : ids) assertTrue(id.matches(DRAWN), id);
        assertEquals(ids, List.copyOf(new TreeSet<>(ids)), "each once, in order");
        var begin = ids.getFirst().substring(0, 8);
        assertEquals(begin + "000", ids.getFirst());
        assertEquals(begin + "001", ids.get(1));
        assertEquals(begin + "12b", ids.getLast());
    }

    /// From two of his own nobody can tell what was made between them.
    @Test
    void thoseOfAnotherPlanBeginElsewhere() {
        var begins = new HashSet<String>();
        for (long drawn = 1; drawn <= 1_000; drawn++)
            begins.add(of(drawn, 1).getFirst().substring(0, 8));
        assertEquals(1_000, begins.size());
        var letters = new HashSet<Character>();
        for (var begin : begins) letters.add(begin.charAt(1));
        assertEquals(32, letters.size(), "they are not near each other");
    }

    @Test
    void aPlanMayBeLargerThanTheyCount() {
        var ids = of(7, 40_000);
        assertEquals(40_000, new HashSet<>(ids).size());
        assertEquals(ids, List.copyOf(new TreeSet<>(ids)), "each once, in order");
        for (var id : ids) assertTrue(id.matches(DRAWN), id);
        for (long drawn = 1; drawn <= 8; drawn++) {
            var some = of(drawn, 33_000);
            assertEquals(some, some.stream().sorted().toList(), "wherever the next ones begin");
        }
    }

    @Test
    void whatIsThereIsNotGivenAgain() {
        var first = of(7, 2);
        var next = FreshIds.ofAllocations(with(first.getFirst()), 7, 2);
        assertEquals(List.of(first.get(1), first.get(1).replaceFirst("1$", "2")), next);
    }

    @Test
    void theEvaluationHasOneOfItsOwn() {
        var id = FreshIds.ofEvaluation(Cluster.EMPTY, 7, 1);
        assertTrue(id.matches("e[0-9a-z]{10}"), id);
        var begin = of(7, 1).getFirst().substring(1, 8);
        assertNotEquals(begin, id.substring(1, 8));
        assertNotEquals(begin, id.substring(4), "nor does it end as they begin");
    }

    @Test
    void withoutADrawTheyAreNumbersThatGrow() {
        assertEquals(List.of("a2", "a3"), FreshIds.ofAllocations(with("a1"), 0, 2));
        assertEquals("e4", FreshIds.ofEvaluation(with("a1"), 0, 2));
    }
}
