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
    void aWordCanNameSomething() {
        for (var word : new String[] {"a", "0", "a-b_c", "x".repeat(64)})
            assertTrue(Text.word(word), word);
        for (var other :
                new String[] {"", "-a", "_a", "A", "a b", "a.b", "ä", "a\n", "x".repeat(65)})
            assertFalse(Text.word(other), other);
    }
}
