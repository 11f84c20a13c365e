package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AnswersTest {
    @Test
    void anAnswerSaysWhenTheServerHasHeardNotWhenItCame() {
        var answers = new Answers(1_000);
        assertEquals(1_000, answers.saidTickMs(), "the hello was answered");
        for (int ping = 1; ping <= 7; ping++) answers.asked(1_000 + ping * 12_000);
        assertEquals(1_000, answers.saidTickMs());
        assertEquals(37_000, answers.answered(), "the third");
        assertEquals(73_000, answers.answered(), "the sixth");
        assertEquals(73_000, answers.answered(), "nobody has asked for this one");
    }

    @Test
    void questionsWithoutAnswersAreNotKeptWithoutEnd() {
        var answers = new Answers(0);
        int pings = 0;
        for (; !answers.full(); pings++) answers.asked(pings);
        assertEquals(1_024 * Frame.Pong.PINGS, pings);
        assertEquals(2, answers.answered());
        assertFalse(answers.full());
        assertTrue(answers.saidTickMs() < pings);
    }
}
