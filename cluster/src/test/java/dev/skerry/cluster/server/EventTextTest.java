package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of an allocation when something has become of it.
class EventTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PENDING  | false | restarts in 2 s: exit code 1
                    PENDING  | false | starts again: exit code 1
                    RUNNING  | false | up for less than 5 s; before: exit code 1
                    RUNNING  | false | check web is not well
                    FAILED   | false | task web failed: exit code 1
                    """)
    void whatIsNotUpSaysWhy(Status status, boolean healthy, String why) {
        assertEquals(
                "a1 is %s: %s".formatted(JobAnswers.word(status), why), text(status, healthy, why));
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, false, a1 is pending.",
        "RUNNING, true, a1 is running and healthy.",
        "COMPLETE, false, a1 is complete.",
    })
    void whatIsAsItShouldBeSaysNoMore(Status status, boolean healthy, String text) {
        assertEquals(text, text(status, healthy, ""));
    }

    private static String text(Status status, boolean healthy, String description) {
        var observed = new Observed(status, healthy, description, 0, 1_000, Map.of());
        var change = new ClusterFact.ObservedChange("a1", observed);
        var fact = new ClusterFact.AllocationsObserved(List.of(change));
        var event = EventText.of(List.of(fact), Cluster.EMPTY, Cluster.EMPTY).getFirst();
        assertEquals(description, event.values().get("description"));
        return event.text();
    }
}
