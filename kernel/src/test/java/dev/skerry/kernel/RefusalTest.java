package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void eachSaysWhatToDoNext() {
        var sentences =
                """
                There is no job "x"; `skerry job list` shows what there is.
                There is no allocation "x"; `skerry alloc list` shows what there is.
                There is no signing rule "x"; `skerry signing list` shows what there is.
                groups.badge.count is "-1"; it should be a whole number from 0 to 10000.
                The job is at 4 by now, not at 3; read it again and repeat the change.
                The node runs. Drain it first.
                jobs: the limit of 10 jobs is reached.
                Only operators may.
                Sign it first.
                No server leads now.
                """;
        var refusals =
                new Refusal[] {
                    new Refusal.NotFound("job", "x"),
                    new Refusal.NotFound("allocation", "x"),
                    new Refusal.NotFound("signing rule", "x"),
                    new Refusal.Invalid(
                            "groups.badge.count", "-1", "a whole number from 0 to 10000"),
                    new Refusal.Stale("The job", 3, 4),
                    new Refusal.Conflict("The node runs.", "Drain it first."),
                    new Refusal.Full("jobs", 10, "jobs"),
                    new Refusal.Forbidden("Only operators may."),
                    new Refusal.Unsigned("Sign it first."),
                    new Refusal.Unavailable("No server leads now.")
                };
        var shown = new StringBuilder();
        for (var refusal : refusals) shown.append(refusal.sentence()).append('\n');
        assertEquals(sentences, shown.toString());
    }

    @Test
    void ofWhatSomebodyWroteAsMuchIsShown() {
        var endless = "😀".repeat(10_000);
        for (var refusal :
                new Refusal[] {
                    new Refusal.NotFound("job", endless), new Refusal.Invalid(endless, endless, "x")
                }) {
            assertTrue(refusal.sentence().length() < 500);
            assertTrue(Text.whole(refusal.sentence()));
            assertFalse(refusal.sentence().contains(endless));
        }
    }

    /// A value is never a pattern of the sentence it stands in.
    @Test
    void percentSignsStayAsTheyAre() {
        assertTrue(new Refusal.Invalid("a%s", "%d", "%n").sentence().startsWith("a%s is \"%d\""));
    }
}
