package dev.skerry.http;

import static dev.skerry.http.Asked.declined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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

    /// What follows an object was meant for something, and nobody reads it.
    @Test
    void nothingFollowsAnObject() throws Exception {
        var right = "{\"a\":[\"}\",{\"\\\\\":\"\\\"}\"}]}";
        assertEquals(Set.of("a"), Bodies.object(Asked.with(right + " \n"), Set.of("a")).keySet());
        for (var more : new String[] {"{}", "}", "x", ",", "\0", " {\"a\":1}"})
            assertEquals(
                    "400 The body should be a JSON object, and nothing after it.",
                    declined(() -> Bodies.object(Asked.with(right + more), Set.of("a"))));
        var odd = "{\"a\":true{} {\"b\":1}"; // what is odd in one hides nothing behind it
        assertEquals(
                "400 The body should be a JSON object, and nothing after it.",
                declined(() -> Bodies.object(Asked.with(odd), Set.of("a"))));
    }

    /// Whoever says two things means one of them, also where the first is that there is none.
    @Test
    void aKeyIsThereOnce() throws Exception {
        for (var first : new String[] {"null", "1", "\"x\""})
            assertEquals(
                    "400 a is \"present twice\"; it should be there once.",
                    declined(() ->
                            Bodies.object(
                                    Asked.with("{\"a\":" + first + ",\"a\":null}"), Set.of("a"))));
    }

    /// Somebody who sends `{"version":3}` means one version, and not all.
    @Test
    void whereNothingIsTakenNothingIsPassedOver() throws Exception {
        var route = Route.post("/a", Need.nothing(), _ -> Answer.text("a/b", ""));
        for (var body : new String[] {"", "{}", " {} "})
            assertEquals("", declined(() -> route.handler().answer(Asked.with(body))));
        assertEquals(
                "400 version is \"present\"; it should be left out of the body: this takes what its"
                        + " query says.",
                declined(() -> route.handler().answer(Asked.with("{\"version\":3}"))));
        var said = declined(() -> route.handler().answer(Asked.with("x")));
        assertTrue(said.startsWith("400 The body should be a JSON object: "), said);
    }

    @Test
    void anObjectIsUtf8() throws Exception {
        var body = "{\"a\":\"\u00e4\"}";
        var right = Asked.with(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(Map.of("a", "\u00e4"), Bodies.object(right, Set.of("a")));
        var wrong = Asked.with(body.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "400 The body should be a JSON object: it is not UTF-8 text",
                declined(() -> Bodies.object(wrong, Set.of("a"))));
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
