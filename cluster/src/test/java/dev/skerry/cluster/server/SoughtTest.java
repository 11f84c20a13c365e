package dev.skerry.cluster.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is not there and what somebody does not see are looked for in the same steps, so that its
/// time does not tell one from the other.
class SoughtTest {
    private record Plant(String id, String name, String bed) {}

    private static final List<Plant> ALL =
            List.of(
                    new Plant("p1", "rose", "own"),
                    new Plant("p2", "rose", "foreign"),
                    new Plant("p3", "thyme", "foreign"),
                    new Plant("p4", "thistle", "own"));

    /// Each step, as it is taken.
    private final List<String> steps = new ArrayList<>();

    private @Nullable Plant byId(String id) {
        steps.add("look-up");
        for (var plant : ALL) if (plant.id.equals(id)) return plant;
        return null;
    }

    private boolean seen(String bed) {
        steps.add("judgement");
        return bed.equals("own");
    }

    private boolean named(Plant plant, String text) {
        steps.add("comparing " + plant.id);
        return plant.name.equals(text);
    }

    private static boolean begins(Plant plant, String text) {
        return plant.id.startsWith(text) || plant.name.startsWith(text);
    }

    private List<String> meant(String said) {
        steps.clear();
        var sought = new Sought<>(this::byId, ALL, Plant::bed, this::seen);
        return sought.meant(said, this::named, SoughtTest::begins).stream().map(Plant::id).toList();
    }

    @Test
    void itIsMeantByItsIdItsNameOrTheBeginning() {
        assertEquals(List.of("p1"), meant("p1"));
        assertEquals(List.of("p1"), meant("rose"), "of those that he sees");
        assertEquals(List.of("p4"), meant("th"));
        assertEquals(List.of("p1", "p4"), meant("p"));
    }

    @Test
    void whatIsNotSeenIsLookedForAsWhatIsNowhere() {
        assertEquals(List.of(), meant("p9"));
        var nowhere = List.copyOf(steps);
        assertEquals(
                List.of(
                        "look-up",
                        "judgement",
                        "judgement",
                        "comparing p1",
                        "judgement",
                        "judgement",
                        "judgement",
                        "comparing p4"),
                nowhere);
        for (var hidden : List.of("p2", "p3", "thyme", "p3x")) {
            assertEquals(List.of(), meant(hidden));
            assertEquals(nowhere, steps, hidden);
        }
        assertEquals(List.of("p4"), meant("p4"));
        assertNotEquals(nowhere, steps, "what he sees is found at once");
    }
}
