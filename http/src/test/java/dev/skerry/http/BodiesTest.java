package dev.skerry.http;

import static dev.skerry.http.Asked.declined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Small objects that come, and times that go.
class BodiesTest {
    @Test
    void anObjectHasOnlyKnownKeys() throws Exception {
        var known = Set.of("on", "for");
        assertEquals(Map.of("on", true), Bodies.object(Asked.with("{\"on\":true}"), known));
        assertEquals(
                "400 of is \"present\"; it should be one of for, on.",
                declined(() -> Bodies.object(Asked.with("{\"of\":1}"), known)));
        assertEquals(Map.of("of", "x"), Bodies.object(Asked.with("{\"of\":\"x\"}"), Set.of()));
    }

    @Test
    void whatIsNoObjectIsRefused() throws Exception {
        for (var body : new String[] {"", "[]", "{", "null", "{\"a\":", "x"}) {
            var said = declined(() -> Bodies.object(Asked.with(body), Set.of()));
            assertTrue(said.startsWith("400 The body should be a JSON object: "), said);
        }
    }

    @Test
    void textIsWhole() throws Exception {
        var half = "{\"a\":\"\\ud83d\"}";
        var said = declined(() -> Bodies.object(Asked.with(half), Set.of()));
        assertTrue(said.endsWith("it should be text without half characters, as \\ud800."), said);
    }

    @Test
    void timesAreForPeople() {
        assertEquals("1970-01-01T00:00:01Z", Bodies.time(1_000));
        assertEquals("1970-01-01T00:00:01Z", Bodies.timeOrNone(1_000));
        assertNull(Bodies.timeOrNone(0));
    }
}
