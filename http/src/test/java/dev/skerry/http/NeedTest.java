package dev.skerry.http;

import static dev.skerry.http.Asked.BOATS;
import static dev.skerry.http.Asked.DOORS;
import static dev.skerry.http.Asked.LAMPS;
import static dev.skerry.http.Asked.declined;
import static dev.skerry.http.Asked.in;
import static dev.skerry.http.Asked.seeing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import java.util.List;
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
        assertEquals("administer house/boats", Need.administer(BOATS).text());
        assertEquals("nothing", Need.nothing().text());
        assertEquals("a caller", Need.known().text());
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

    /// A right to things in pools is never judged by a namespace.
    @Test
    void whatIsInPoolsIsInListsOrSaysItsPool() {
        assertEquals(Need.Where.WITH_THE_THING, Need.write(BOATS).where());
        assertEquals(Need.Where.IN_LISTS, Need.read(BOATS).inLists().where());
        for (var where : List.of(Need.Where.IN_THE_QUERY, Need.Where.IN_THE_FLEET))
            assertThrows(
                    IllegalStateException.class,
                    () -> new Need.Right(Need.Verb.READ, BOATS, where));
    }

    @Test
    void nobodyIsTurnedAwayWhereNothingIsNeeded() throws Exception {
        for (var reach : List.of(in(Need.nothing()), in(Need.known()))) {
            assertEquals("", declined(() -> reach.admit("default")));
            assertTrue(reach.covers("garden"));
            assertTrue(reach.sees("garden"));
        }
    }

    @Test
    void aStrangerMayNothingAndIsToldWhatToDo() {
        var caller = new Caller(Caller.Kind.PERSON, "somebody");
        var stranger = new Stranger(caller, "Log in first.");
        assertFalse(stranger.allows(Need.read(LAMPS), "default"));
        assertFalse(stranger.allows(Need.read(DOORS), "*"));
        assertTrue(stranger.stands());
        assertEquals("Log in first.", stranger.lack());
        assertThrows(IllegalStateException.class, () -> new Stranger(caller, ""));
    }

    @Test
    void theNamespaceOfTheQueryIsJudgedBeforeTheHandler() throws Exception {
        var reach = in(Need.write(LAMPS), "default");
        assertEquals("", declined(() -> reach.admit("default")));
        assertEquals(NOT_IN_GARDEN, declined(() -> reach.admit("garden")));
    }

    /// A list of the namespaces themselves is for everybody who may see one of them.
    @Test
    void whatIsInEachNamespaceIsNotJudgedByTheQuery() throws Exception {
        var reach = in(Need.read(LAMPS).inEach(), "garden");
        assertEquals("", declined(() -> reach.admit("default")));
        assertTrue(reach.covers("garden"));
        assertFalse(reach.covers("default"));
        assertThrows(IllegalStateException.class, () -> Need.read(BOATS).inEach());
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
    void ofAllPoolsOnlyThoseAreShownThatTheCallerMaySee() throws Exception {
        var reach = in(Need.read(BOATS).inLists(), "quay");
        for (var asked : List.of("*", "default", "garden"))
            assertEquals("", declined(() -> reach.admit(asked)));
        var request = Asked.with(reach);
        assertTrue(request.inPool("quay"));
        assertFalse(request.inPool("default"));
        var none = Asked.with(in(Need.read(BOATS).inLists()));
        assertEquals("", declined(() -> none.reach().admit("default")));
        assertFalse(none.inPool("quay"), "who may nowhere is shown an empty list");
    }

    @Test
    void aPoolIsJudgedOnceItIsKnown() throws Exception {
        var reach = in(Need.administer(BOATS), "quay");
        assertEquals("", declined(() -> reach.admit("default")));
        var request = Asked.with(reach);
        assertTrue(request.covers("quay"));
        assertFalse(request.covers("bay"));
        assertEquals("", declined(() -> request.within("quay")));
        assertEquals(
                "403 This needs the right to administer house/boats in pool bay;"
                        + " ask whoever gives rights here.",
                declined(() -> request.within("bay")));
    }

    /// Nobody learns what is there from the answer that it is not for him.
    @Test
    void whatSomebodyMayNotSeeIsNotThereForHim() throws Exception {
        for (var thing : List.of(LAMPS, BOATS)) {
            var request = Asked.with(in(Need.read(thing).wherever(), "garden"));
            assertEquals("", declined(() -> request.within("garden")));
            var kind = thing.equals(LAMPS) ? "lamp" : "boat";
            assertEquals(
                    "404 There is no %s \"lamp-1\"; `skerry %s list` shows what there is."
                            .formatted(kind, kind),
                    declined(() -> request.within("cellar")));
        }
    }

    @Test
    void whatSomebodyBringsIsNoSecret() throws Exception {
        var request = Asked.unnamed(in(Need.read(LAMPS).wherever(), "garden"));
        assertTrue(declined(() -> request.within("cellar")).startsWith("403 "));
    }

    @Test
    void toSeeIsLessThanToChange() throws Exception {
        var request = Asked.with(seeing(Need.write(LAMPS).wherever(), "garden"));
        assertTrue(request.sees("garden"));
        assertFalse(request.sees("cellar"));
        assertFalse(request.covers("garden"));
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
