package dev.skerry.http;

import static dev.skerry.http.Asked.declined;
import static dev.skerry.http.Asked.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Now;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The values of requests: what is right is read, what is wrong is said.
class RequestTest {
    @Test
    void whatNobodyReadsIsRefused() throws Exception {
        assertEquals("", declined(() -> query("a=1").only("a", "b")));
        assertEquals(
                "400 c is \"1\"; it should be one of the parameters a, b.",
                declined(() -> query("c=1").only("b", "a")));
        assertEquals(
                "400 c is \"1\"; it should be left out: no parameters are known here.",
                declined(() -> query("c=1").only()));
        assertEquals(
                "400 A parameter of the query has no name.", declined(() -> query("=1").only("a")));
    }

    @ParameterizedTest
    @CsvSource({"default,true", "garden,true", "*,false", "A b,false", "'',false", "-x,false"})
    void aNamespaceHasAName(String namespace, boolean right) throws Exception {
        var request = query("namespace=" + namespace);
        assertEquals(namespace, request.namespace());
        assertEquals(right, declined(() -> request.only("namespace")).isEmpty());
    }

    @Test
    void onlyListsKnowAllNamespaces() throws Exception {
        assertEquals(
                "400 namespace is \"*\"; it should be the name of one; only lists show those of"
                        + " all (*).",
                declined(() -> query("namespace=*").only("namespace")));
        var list = Asked.with(Asked.in(Need.read(Asked.LAMPS).inLists(), "*"), "namespace=*");
        assertEquals("", declined(() -> list.only("namespace")));
    }

    @Test
    void theDefaultNamespaceGoesWithoutSaying() {
        assertEquals("default", query().namespace());
        assertTrue(query().inNamespace("default"));
        assertFalse(query().inNamespace("garden"));
        assertTrue(query("namespace=garden").inNamespace("garden"));
        assertFalse(query("namespace=garden").inNamespace("default"));
        assertTrue(query("namespace=*").inNamespace("garden"));
        assertFalse(query("namespace=*").inNamespace("cellar"), "the caller may not there");
    }

    @Test
    void pathAndHeadersAreThere() {
        assertEquals("lamp-1", query().name());
        assertEquals("7", query().header("last-event-id"));
        assertNull(query().header("cookie"));
        assertEquals(Asked.ADA, query().caller());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "'',true", "false,false"})
    void flagsAreRead(String text, boolean flag) throws Exception {
        assertEquals(flag, query("on=" + text).flag("on"));
        assertFalse(query().flag("on"));
    }

    @Test
    void flagsAreTrueOrFalse() throws Exception {
        assertEquals(
                "400 on is \"yes\"; it should be true or false.",
                declined(() -> query("on=yes").flag("on")));
    }

    @Test
    void numbersAreWithinTheirBounds() throws Exception {
        assertEquals(5, query().whole("n", 1, 9, 5));
        assertEquals(9, query("n=9").whole("n", 1, 9, 5));
        assertEquals(-1, query("n=-1").whole("n", -1, 9, 5));
        for (var wrong : new String[] {"0", "10", "1.5", "", "x", "9".repeat(19), "٣"})
            assertEquals(
                    "400 n is \"" + wrong + "\"; it should be a whole number from 1 to 9.",
                    declined(() -> query("n=" + wrong).whole("n", 1, 9, 5)));
    }

    @Test
    void durationsAreWithinTheirBound() throws Exception {
        assertEquals(7, query().durationMs("wait", 60_000, 7));
        assertEquals(1_500, query("wait=1s500ms").durationMs("wait", 60_000, 7));
        for (var wrong : new String[] {"2m", "1", "-1s", "1h1h"})
            assertEquals(
                    "400 wait is \"" + wrong + "\"; it should be a duration, at most 1m.",
                    declined(() -> query("wait=" + wrong).durationMs("wait", 60_000, 7)));
    }

    /// A room whose state is what was asked of it last.
    private static final class Echo implements Door<String, String> {
        private String said = "nothing";

        @Override
        public long submit(String message, Caller caller) {
            said = caller + " says " + message;
            return 1;
        }

        @Override
        public StateAt<String> now() {
            return new StateAt<>(1, said);
        }

        @Override
        public StateAt<String> awaitNewer(long index, Duration timeout) {
            return new StateAt<>(index + 1, "after " + timeout);
        }

        @Override
        public Now time() {
            return new Now(0, 0);
        }

        @Override
        public boolean leads() {
            return true;
        }
    }

    @Test
    void theStateIsReadAtOnceOrWhenItIsNewer() throws Exception {
        var door = new Echo();
        assertEquals(new StateAt<>(1, "nothing"), query().view(door));
        assertEquals(new StateAt<>(6, "after PT30S"), query("index=5").view(door));
        assertEquals(new StateAt<>(6, "after PT1S"), query("index=5", "wait=1s").view(door));
        assertEquals(
                "400 wait is \"6m\"; it should be a duration, at most 5m.",
                declined(() -> query("index=5", "wait=6m").view(door)));
        assertEquals(
                "400 index is \"-1\"; it should be a whole number of at least 0.",
                declined(() -> query("index=-1").view(door)));
    }
}
