package dev.skerry.cli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final String LATER =
            """
            {"group":"web","waiting":2,"name":"flap.web[1]","nodeName":"pi","why":"exit code 1",
             "at":"2026-01-01T00:00:00Z"}\
            """;
    private static final String NEVER =
            """
            {"group":"web","waiting":1,"name":"flap.web[0]","nodeName":"shed","why":"exit code 2",
             "usedUp":"its reschedule policy allows 1 attempt in 1d, and that is used up"}\
            """;

    private static Retries retries(String... groups) throws Exception {
        return Retries.of(
                Json.parse("{\"name\":\"flap\",\"retries\":[" + String.join(",", groups) + "]}"));
    }

    private static boolean cover(Retries retries, int unplaced) throws Exception {
        var explained = "{\"group\":\"web\",\"counts\":{\"unplaced\":" + unplaced + "}}";
        return retries.cover(Json.parse(explained));
    }

    @Test
    void saysWhenOrThatItIsNot() throws Exception {
        var lines = retries(LATER, NEVER).lines();
        assertTrue(
                lines.getFirst()
                        .startsWith("web: flap.web[1] failed on pi: exit code 1; tried again at "),
                lines::toString);
        assertTrue(lines.getFirst().endsWith(", and 1 more later"), lines::toString);
        assertEquals(
                "web: flap.web[0] failed on shed: exit code 2; not tried again: its reschedule"
                        + " policy allows 1 attempt in 1d, and that is used up. Mend it and `skerry"
                        + " job run` the changed file; as it is, it runs again after `skerry job"
                        + " stop flap`",
                lines.getLast());
        assertTrue(
                retries(NEVER.replace("\"waiting\":1", "\"waiting\":3"))
                        .lines()
                        .getFirst()
                        .contains("; not tried again, and 2 more like it: its reschedule policy"));
        assertEquals(List.of(), retries().lines());
    }

    @Test
    void coversWhatHasFailedAndNothingElse() throws Exception {
        assertTrue(cover(retries(LATER, NEVER), 3));
        assertFalse(cover(retries(LATER, NEVER), 4));
        assertFalse(cover(retries(), 0));
    }
}
