package dev.skerry.kernel.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class EachRoomTest {
    private final PrometheusText page = new PrometheusText();
    private final ArrayList<String> said = new ArrayList<>();
    private final EachRoom rooms = new EachRoom(page, said::add);

    @Test
    void aRoomThatFailsCostsOnlyItsOwn() {
        page.gauge("page_up", "It is there.").value(1);
        rooms.count("well", to -> to.gauge("well_things", "Things.").value(3));
        rooms.count(
                "half",
                to -> {
                    to.gauge("half_things", "Things.").value(1);
                    throw new IllegalStateException("no more");
                });
        rooms.count("deep", EachRoomTest::endless);
        rooms.count("again", to -> to.gauge("page_up", "Of another.").value(0));
        rooms.count("last", to -> to.gauge("last_things", "Things.").value(7));
        rooms.end("room_figures");
        var text = page.toString();
        assertTrue(text.contains("\nwell_things 3\n"), text);
        assertTrue(text.contains("\nlast_things 7\n"), text);
        assertFalse(text.contains("half_things"), text);
        assertFalse(text.contains("Of another."), text);
        assertTrue(
                text.endsWith(
                        """
                        room_figures{room="well"} 1
                        room_figures{room="half"} 0
                        room_figures{room="deep"} 0
                        room_figures{room="again"} 0
                        room_figures{room="last"} 1
                        """),
                text);
        assertEquals(3, said.size(), said + "");
        assertTrue(said.getFirst().startsWith("half has no figures: "), said + "");
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it shows
    private static void endless(PrometheusText to) {
        endless(to);
    }
}
