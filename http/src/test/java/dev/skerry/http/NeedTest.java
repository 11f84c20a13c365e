package dev.skerry.http;

import static dev.skerry.http.Asked.DOORS;
import static dev.skerry.http.Asked.LAMPS;
import static dev.skerry.http.Asked.declined;
import static dev.skerry.http.Asked.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Who is let in, and where it is decided.
class NeedTest {
    private static final String NOT_IN_GARDEN =
            "403 This needs the right to write house/lamps in namespace garden;"
                    + " ask whoever gives rights here.";

    @Test
    void aNeedIsAVerbAndAThing() {
        assertEquals("read house/lamps", Need.read(LAMPS).text());
        assertEquals("write house/doors", Need.write(DOORS).text());
        assertEquals("administer house/doors", Need.administer(DOORS).text());
        assertEquals("read house/lamps", Need.read(LAMPS).wherever().text());
        assertEquals("nothing", Need.nothing().text());
    }

    @Test
    void thingsHavePlainNames() {
        assertThrows(IllegalStateException.class, () -> Thing.inNamespaces("house", "La mps"));
        assertThrows(IllegalStateException.class, () -> Thing.ofTheFleet("", "lamps"));
        assertThrows(IllegalStateException.class, () -> Thing.ofTheFleet("a/b", "lamps"));
    }

    @Test
    void whatIsTheFleetsIsInNoNamespace() {
        assertThrows(IllegalStateException.class, () -> Need.read(DOORS).wherever());
        assertThrows(IllegalStateException.class, () -> Need.read(DOORS).inLists());
    }

    @Test
    void nobodyIsTurnedAwayWhereNothingIsNeeded() throws Exception {
        var reach = in(Need.nothing());
        assertEquals("", declined(() -> reach.admit("default")));
        assertTrue(reach.covers("garden"));
    }

    @Test
    void theNamespaceOfTheQueryIsJudgedBeforeTheHandler() throws Exception {
        var reach = in(Need.write(LAMPS), "default");
        assertEquals("", declined(() -> reach.admit("default")));
        assertEquals(NOT_IN_GARDEN, declined(() -> reach.admit("garden")));
    }

    @Test
    void ofAllNamespacesOnlyThoseAreShownThatTheCallerMaySee() throws Exception {
        var reach = in(Need.read(LAMPS).inLists(), "default");
        assertEquals("", declined(() -> reach.admit("*")));
        assertEquals("", declined(() -> reach.admit("default")));
        assertTrue(declined(() -> reach.admit("garden")).startsWith("403 "));
        var request = Asked.with(reach, "namespace=*");
        assertTrue(request.inNamespace("default"));
        assertFalse(request.inNamespace("garden"));
    }

    @Test
    void whatIsNoListIsInAllNamespacesForThoseOnlyWhoMayInTheWholeFleet() throws Exception {
        assertTrue(declined(() -> in(Need.write(LAMPS), "default").admit("*")).startsWith("403 "));
        assertEquals("", declined(() -> in(Need.write(LAMPS), "*").admit("*")));
    }

    @Test
    void aNamespaceThatStandsWithTheThingIsJudgedOnceItIsKnown() throws Exception {
        var reach = in(Need.write(LAMPS).wherever(), "default");
        assertEquals("", declined(() -> reach.admit("garden")));
        var request = Asked.with(reach);
        assertEquals("", declined(() -> request.within("default")));
        assertEquals(NOT_IN_GARDEN, declined(() -> request.within("garden")));
    }

    @Test
    void whatIsTheFleetsIsJudgedInAllOfIt() throws Exception {
        assertEquals("", declined(() -> in(Need.read(DOORS), "*").admit("default")));
        assertEquals(
                "403 This needs the right to read house/doors; ask whoever gives rights here.",
                declined(() -> in(Need.read(DOORS), "default").admit("default")));
    }
}
