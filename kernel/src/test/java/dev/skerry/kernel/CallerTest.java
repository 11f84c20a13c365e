package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void itsTextMeansItAgain() throws Malformed {
        for (var kind : Caller.Kind.values())
            for (var name : List.of("", "ada", "a:b", ":", "ü😀", "with blank", "x".repeat(128))) {
                var caller = new Caller(kind, name);
                assertEquals(caller, Caller.parse(caller.text()));
            }
    }

    @Test
    void theTextsThatStandInLogs() {
        assertEquals("server", Caller.SERVERS.text());
        assertEquals("person:ada", new Caller(Caller.Kind.PERSON, "ada").toString());
        assertEquals("node:n1", new Caller(Caller.Kind.NODE, "n1").text());
        assertEquals("device:d", new Caller(Caller.Kind.DEVICE, "d").text());
        assertEquals("task:t", new Caller(Caller.Kind.TASK, "t").text());
    }

    @Test
    void aNameIsCutAndMended() {
        var caller = new Caller(Caller.Kind.NODE, "x".repeat(500));
        assertEquals(Caller.NAME_CHARACTERS_MAX, caller.name().length());
        assertEquals("�", new Caller(Caller.Kind.NODE, "\ud83d").name());
        var came = caller.came("y".repeat(500), "z".repeat(500));
        assertEquals(caller.name(), came.name());
        assertEquals("y".repeat(63) + "…", came.by());
        assertEquals("z".repeat(63) + "…", came.from());
    }

    /// What stands in the log of how it came is not a part of who it is.
    @Test
    void howItCameIsNotInItsText() {
        var ada = new Caller(Caller.Kind.PERSON, "ada");
        assertEquals("", ada.by() + ada.from());
        var came = ada.came("0123456789ab", "192.0.2.7");
        assertEquals(new Caller(Caller.Kind.PERSON, "ada", "0123456789ab", "192.0.2.7"), came);
        assertEquals("person:ada", came.text());
        assertNotEquals(ada, came);
        assertNotEquals(ada.came("0123456789ab", ""), came);
    }

    @Test
    void whatIsNoCallerIsNamed() {
        for (var text : List.of("", ":", "ada", "Person:ada", "person ada", " server", "nodes"))
            assertEquals(
                    "\"" + text + "\" is no caller",
                    assertThrows(Malformed.class, () -> Caller.parse(text)).getMessage());
    }
}
