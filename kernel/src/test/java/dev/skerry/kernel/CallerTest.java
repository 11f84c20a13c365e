package dev.skerry.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    }

    @Test
    void whatIsNoCallerIsNamed() {
        for (var text : List.of("", ":", "ada", "Person:ada", "person ada", " server", "nodes"))
            assertEquals(
                    "\"" + text + "\" is no caller",
                    assertThrows(Malformed.class, () -> Caller.parse(text)).getMessage());
    }
}
