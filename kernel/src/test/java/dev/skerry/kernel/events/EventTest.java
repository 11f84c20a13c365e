package dev.skerry.kernel.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final Matter NODES = Matter.inPool("cluster/nodes", "edge");

    @Test
    void whatItSaysStays() {
        var subject = new HashMap<>(Map.of("node", "n-1"));
        var values = new HashMap<>(Map.of("pool", "default"));
        var event = new Event("NodeJoined", NODES, subject, "Node n-1 joined.", values);
        subject.clear();
        values.clear();
        assertEquals(Map.of("node", "n-1"), event.subject());
        assertEquals(Map.of("pool", "default"), event.values());
    }

    @Test
    void whatItIsAboutIsInOnePlaceOrTheFleets() {
        assertEquals("trust", Matter.ofTheFleet("trust/tokens").room());
        assertEquals("tokens", Matter.ofTheFleet("trust/tokens").kind());
        assertEquals("edge", Matter.inPool("cluster/nodes", "edge").pool());
        assertEquals("garden", Matter.inNamespace("cluster/jobs", "garden").namespace());
        assertThrows(
                IllegalStateException.class, () -> new Matter("cluster/nodes", "garden", "edge"));
        for (var wrong : new String[] {"", "nodes", "/nodes", "cluster/", "cluster/no des"})
            assertThrows(IllegalStateException.class, () -> Matter.ofTheFleet(wrong));
    }

    @Test
    void moreOfItIsAboutSomethingElse() {
        var event = new Event("NodeJoined", NODES, Map.of(), "One joined.", Map.of("a", "b"));
        var more = event.with(Matter.ofTheFleet("cluster/x"), Map.of("node", "n"), "N joined.");
        assertEquals("One joined.", more.text());
        var full = more.full();
        assertEquals(
                new Event(
                        "NodeJoined",
                        Matter.ofTheFleet("cluster/x"),
                        Map.of("node", "n"),
                        "N joined.",
                        Map.of("a", "b")),
                full);
    }

    /// It stands on a line of its own in a stream of lines.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Node joined",
                "Node\nid: 7",
                "Node:",
                "Node7",
                "Nöde",
                "[",
                "@",
                "`",
                "{"
            })
    void aKindIsOneWord(String kind) {
        assertThrows(
                IllegalStateException.class, () -> new Event(kind, NODES, Map.of(), "", Map.of()));
    }
}
