package dev.skerry.kernel.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    @Test
    void whatItSaysStays() {
        var subject = new HashMap<>(Map.of("node", "n-1"));
        var values = new HashMap<>(Map.of("pool", "default"));
        var event = new Event("NodeJoined", subject, "Node n-1 joined.", values);
        subject.clear();
        values.clear();
        assertEquals(Map.of("node", "n-1"), event.subject());
        assertEquals(Map.of("pool", "default"), event.values());
    }

    @Test
    void itIsInOnePlaceOrTheFleets() {
        var event = new Event("NodeJoined", Map.of(), "Node n-1 joined.", Map.of());
        assertEquals("", event.namespace() + event.pool());
        assertEquals("garden", event.inNamespace("garden").namespace());
        var inPool = event.inNamespace("garden").inPool("edge");
        assertEquals("edge", inPool.pool());
        assertEquals("", inPool.namespace());
        assertEquals("trust/tokens", event.of("trust/tokens").inPool("edge").things());
        assertThrows(
                IllegalStateException.class,
                () -> new Event("NodeJoined", Map.of(), "", Map.of(), "garden", "edge", ""));
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
        assertThrows(IllegalStateException.class, () -> new Event(kind, Map.of(), "", Map.of()));
    }
}
