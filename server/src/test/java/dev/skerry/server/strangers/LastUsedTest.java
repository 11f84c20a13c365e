package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class LastUsedTest {
    @Test
    void whoWasNotAskedForLongestIsForgotten() {
        var known = new LastUsed<String, Integer>(2);
        known.put("a", 1);
        assertEquals(2, known.get("b", _ -> 2));
        assertEquals(1, known.get("a"));
        assertEquals(3, known.get("c", _ -> 3));
        assertNull(known.get("b"), "a was asked for since");
        assertEquals(1, known.get("a", _ -> 9), "what is known stays");
        known.put("a", 5);
        assertEquals(5, known.get("a"));
    }
}
