package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void aHalfOfAPairIsNotWhole() {
        for (var text : new String[] {"", "a", "ü€", "😀", "a😀b😀"})
            assertTrue(Text.whole(text), text);
        for (var text : new String[] {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d"})
            assertFalse(Text.whole(text), text);
    }

    @Test
    void plainTextHasTabsAndLinesAndNoOtherControls() {
        for (var text : new String[] {"", "a\tb\r\nü😀"}) assertTrue(Text.plain(text), text);
        for (var text : new String[] {"\0", "a\u001b[1m", "\ud83d"})
            assertFalse(Text.plain(text), text);
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertEquals("abc", Text.fit("abc", 3));
        assertEquals("😀", Text.fit("😀", 2));
    }

    @Test
    void whatIsTooLongIsCutBetweenSigns() {
        assertEquals("ab…", Text.fit("abcd", 3));
        assertEquals("a…", Text.fit("a😀b", 3));
        assertEquals("a😀…", Text.fit("a😀bc", 4));
    }

    @Test
    void halvesAreMended() {
        assertEquals("a�b", Text.fit("a\ud83db", 9));
        assertEquals("��😀", Text.fit("\ude00\ud83d😀", 9));
        assertEquals("�…", Text.fit("\ud83dabc", 2));
    }

    /// What comes from elsewhere must not move a terminal's cursor.
    @Test
    void controlsAreMendedButForTheLayout() {
        assertEquals("a�[31mb\n\tc�", Text.fit("a\u001b[31mb\n\tc\u009b", 20));
        for (var text : new String[] {"", "ü 😀"}) assertTrue(Text.line(text), text);
        for (var text : new String[] {"a\tb", "a\n", "\u001b[2J", "\u007f", "\u009b", "\ud83d"})
            assertFalse(Text.line(text), text);
    }

    @Test
    void durationsAndSizesAreSaidAsTheyAreTyped() {
        assertEquals("0s", Text.duration(0));
        assertEquals("5ms", Text.duration(5));
        assertEquals("1h30m", Text.duration(5_400_000));
        assertEquals("1000d1ms", Text.duration(1_000L * 86_400_000 + 1));
        assertEquals("-5ms", Text.duration(-5));
        assertTrue(Text.duration(Long.MIN_VALUE).startsWith("-1067519"));
        assertEquals("0B", Text.size(0));
        assertEquals("1000B", Text.size(1_000));
        assertEquals("96MiB", Text.size(96L << 20));
        assertEquals("1025KiB", Text.size(1_025L << 10));
        assertEquals("8192TiB", Text.size(1L << 53));
        assertEquals("-1KiB", Text.size(-1_024));
    }

    @Test
    void aHelpTextFitsTheTerminal() {
        var text = "use it:\n\n  --one FOLDER     where all of it is\n" + "x".repeat(45) + "\n";
        for (var none : new String[] {null, "", "0", "-5", "x", "12345"})
            assertEquals(text, Text.wrapped(text, none), none);
        assertEquals(text, Text.wrapped(text, "45"));
        assertEquals(
                "use it:\n\n  --one FOLDER\n  where all of it is\n"
                        + "x".repeat(20)
                        + "\n"
                        + "x".repeat(20)
                        + "\n"
                        + "x".repeat(5)
                        + "\n",
                Text.wrapped(text, "20"));
        assertEquals(Text.wrapped(text, "20"), Text.wrapped(text, "3"), "narrower is none");
    }

    @Test
    void aWordCanNameSomething() {
        for (var word : new String[] {"a", "0", "a-b_c", "x".repeat(64)})
            assertTrue(Text.word(word), word);
        for (var other :
                new String[] {"", "-a", "_a", "A", "a b", "a.b", "ä", "a\n", "x".repeat(65)})
            assertFalse(Text.word(other), other);
    }
}
