package dev.skerry.trust.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "shop,      shop,         true",
        "shop,      shops,        false",
        "shop,      '',           false",
        "*,         '',           true",
        "*,         anything,     true",
        "shop-*,    shop-,        true",
        "shop-*,    shop-north,   true",
        "shop-*,    shop,         false",
        "*-test,    a-test,       true",
        "*-test,    -test,        true",
        "*-test,    a-test-b,     false",
        "a*a,       a,            false",
        "a*a,       aa,           true",
        "a*b*c,     abc,          true",
        "a*b*c,     axxbxxc,      true",
        "a*b*c,     acb,          false",
        "a*b*c,     axxcxxb,      false",
        "*b*,       abc,          true",
        "*b*,       ac,           false",
        "**,        abc,          true",
        "a**c,      abc,          true",
        "*ab*ab*,   ab,           false",
        "*ab*ab*,   abab,         true",
        "*ab*ba,    aba,          false",
        "*ab*ba,    abba,         true",
    })
    void aPatternMeansNames(String pattern, String name, boolean matches) {
        assertEquals(matches, new Glob(pattern).matches(name));
    }

    /// Another way to say the same, which is not bounded.
    @Test
    void itMeansWhatARegularExpressionMeans() {
        var dice = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var pattern = text(dice, "ab*", 1 + dice.nextInt(6));
            var name = text(dice, "ab", dice.nextInt(8));
            var regex = Pattern.compile(pattern.replace("*", ".*"));
            var expected = regex.matcher(name).matches();
            assertEquals(expected, new Glob(pattern).matches(name), pattern + " " + name);
        }
    }

    private static String text(Random dice, String of, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(of.charAt(dice.nextInt(of.length())));
        return text.toString();
    }

    /// A way that tries each star at each place would have as many steps as there are atoms.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b*a",
                "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*",
                "****************************************************************",
            })
    void noPatternTakesLong(String hostile) {
        var name = "a".repeat(1_000_000);
        var glob = new Glob(hostile);
        boolean matches =
                assertTimeoutPreemptively(Duration.ofSeconds(10), () -> glob.matches(name));
        assertEquals(hostile.replace("*", "").isEmpty(), matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "a b", "a.b", "a?", "[a]", "ä", "a/b", "\\*"})
    void whatIsNoPatternIsKnown(String text) {
        assertFalse(Glob.right(text));
        assertThrows(IllegalStateException.class, () -> new Glob(text));
    }

    /// Patterns that were kept before are read as ever.
    @ParameterizedTest
    @ValueSource(strings = {"-", "_", "-*", "_a", "-a*"})
    void whatNoNameCanBeOfIsNotTaken(String text) {
        assertNull(Glob.parse(text));
        assertEquals(text, new Glob(text).pattern());
    }

    @Test
    void aPatternBeginsAsNamesDo() {
        for (var text : new String[] {"*-", "*_*", "a-", "0_", "*"})
            assertEquals(new Glob(text), Glob.parse(text));
    }

    @Test
    void aPatternHasAtMost64Characters() {
        assertTrue(Glob.right("a".repeat(64)));
        assertFalse(Glob.right("a".repeat(65)));
    }
}
