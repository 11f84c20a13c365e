package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MurmursTest {
    private final Murmurs murmurs = new Murmurs();

    @Test
    void oneHidesNoOther() {
        assertEquals("a is gone", murmurs.line("a", "a is gone", 0));
        for (int i = 0; i < 140; i++) assertNull(murmurs.line("a", "a is gone", 10 * i / 2));
        assertEquals("b is gone", murmurs.line("b", "b is gone", 700));
        assertEquals(
                "a is gone (and 140 more like it before)", murmurs.line("a", "a is gone", 1_000));
    }

    /// A fleet that comes back, or one that takes ever new names.
    @Test
    void allTogetherHaveABound() {
        int lines = 0;
        for (int i = 0; i < 10_000; i++)
            if (murmurs.line("n-" + i, "it is gone", i) != null) lines++;
        int most = 11 * Murmurs.LINES_A_SECOND;
        assertTrue(lines <= most && lines > most / 2, lines + " lines in ten seconds");
        var line = murmurs.line("n-1", "it is back", 60_000);
        assertTrue(String.valueOf(line).endsWith(" more about others before)"), line);
    }
}
