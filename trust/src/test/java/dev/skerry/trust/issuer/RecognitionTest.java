package dev.skerry.trust.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom claims show, with a clock that is an argument.
class RecognitionTest {
    private static final long NOW_S = 1_800_000_000;

    private final Map<String, Object> claims =
            new HashMap<>(
                    Map.of(
                            "iss", "https://ci.example.org",
                            "aud", "skerry",
                            "sub", "repo:shop/till:ref:refs/heads/main",
                            "exp", NOW_S + 300,
                            "groups", List.of("shop-dev", "all")));

    private static Issuer issuer(ClaimRule... rules) {
        return new Issuer(
                "ci",
                "https://ci.example.org",
                "skerry",
                new KeySource.Discovered(),
                SigningAlgorithm.USUAL,
                Issuer.TTL_DEFAULT_MS,
                "sub",
                List.of(rules));
    }

    private static ClaimRule rule(String claim, String is, String role) {
        return new ClaimRule(claim, is, role);
    }

    private Recognition recognise(ClaimRule... rules) {
        return Recognition.of(issuer(rules), new Claims(claims), NOW_S * 1_000);
    }

    private String said() {
        return switch (recognise(rule("groups", "shop-*", "developer"))) {
            case Recognition.Known(var name, var roles, var leftMs) ->
                    "%s %s %d s".formatted(name, roles, leftMs / 1_000);
            case Recognition.Bad(var sentence) -> "bad: " + sentence;
            case Recognition.WithoutRole(var sentence) -> "none: " + sentence;
        };
    }

    private String with(String name, Object value) {
        claims.put(name, value);
        return said();
    }

    private List<String> roles(ClaimRule... rules) {
        return recognise(rules) instanceof Recognition.Known(_, var roles, _) ? roles : List.of();
    }

    private static void bad(String words, String said) {
        assertTrue(said.startsWith("bad: ") && said.contains(words), said);
    }

    private static void good(String said) {
        assertTrue(said.startsWith("ci/"), said);
    }

    @Test
    void whoeverIsNamedGetsTheRolesOfTheRules() {
        assertEquals("ci/repo:shop/till:ref:refs/heads/main [developer] 300 s", said());
        assertEquals(
                List.of("reader", "developer"),
                roles(
                        rule("groups", "all", "reader"),
                        rule("groups", "nobody", "admin"),
                        rule("sub", "repo:shop/*:ref:refs/heads/main", "developer"),
                        rule("groups", "shop-*", "reader")));
    }

    @Test
    void claimsAreFoundWithinClaims() {
        claims.put("realm_access", Map.of("roles", List.of("ops", 7)));
        claims.put("https://example.org/groups", List.of("till"));
        claims.put("a", Map.of("b.c", Map.of("d", "deep")));
        claims.put("on", true);
        claims.put("number", 42.0);
        assertEquals(List.of("x"), roles(rule("realm_access.roles", "ops", "x")));
        assertEquals(List.of("x"), roles(rule("realm_access.roles", "7", "x")));
        assertEquals(List.of("x"), roles(rule("https://example.org/groups", "till", "x")));
        assertEquals(List.of("x"), roles(rule("a.b.c.d", "deep", "x")));
        assertEquals(List.of("x"), roles(rule("on", "true", "x")));
        assertEquals(List.of("x"), roles(rule("number", "42", "x")));
        for (var none : List.of("realm_access", "a.b", "realm_access.roles.x", "ops", "."))
            assertEquals(List.of(), roles(rule(none, "*", "x")), none);
    }

    /// What others would need to have is not said.
    @Test
    void whoHasNoRoleIsToldWhereWasLooked() {
        var none = recognise(rule("groups", "captains", "admin"), rule("email", "a@b.c", "reader"));
        assertEquals(
                new Recognition.WithoutRole(
                        "The issuer ci knows ci/repo:shop/till:ref:refs/heads/main, and no rule"
                                + " gives him a role here; the claims looked at are groups,"
                                + " email."),
                none);
        assertFalse(none.toString().contains("captains") || none.toString().contains("shop-dev"));
    }

    @Test
    void itMustBeMeantForThisFleet() {
        bad("The claim aud of the JWT should be \"skerry\"", with("aud", "other"));
        bad("aud", with("aud", List.of("other", "skerry2")));
        bad("aud", with("aud", 7));
        good(with("aud", List.of("other", "skerry")));
        bad("iss", with("iss", "https://ci.example.org/"));
        claims.remove("aud");
        bad("iss", said());
    }

    @Test
    void aMinuteIsAllowedBothWays() {
        good(with("exp", NOW_S - 59));
        bad("has expired, 1m ago", with("exp", NOW_S - 60));
        claims.put("exp", NOW_S + 300);
        good(with("nbf", NOW_S + 60));
        bad("good only in 1m1s, by its claim nbf", with("nbf", NOW_S + 61));
        claims.remove("nbf");
        good(with("iat", NOW_S + 60.0));
        bad("by its claim iat", with("iat", NOW_S + 61));
    }

    @Test
    void itEndsAndNotTooLate() {
        good(with("exp", NOW_S + 86_400));
        bad("longer than 24h", with("exp", NOW_S + 86_401));
        claims.put("iat", NOW_S - 10);
        claims.put("exp", NOW_S + 86_390);
        good(said());
        bad("longer than 24h", with("exp", NOW_S + 86_391));
        claims.remove("exp");
        bad("has no claim exp", said());
    }

    @Test
    void timesAreSeconds() {
        var odd = List.of("tomorrow", -1, 1e300, Double.NaN, List.of(), NOW_S * 1_000);
        for (var each : odd) {
            claims.put("exp", NOW_S + 300);
            bad("The claim exp of the JWT should be seconds since 1970.", with("exp", each));
        }
        claims.put("exp", NOW_S + 300);
        bad("The claim nbf of the JWT should be seconds", with("nbf", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ada", "ada ", "a\nb", "a\u202eb", "a\u0000", "\ud800", "x\u200b"})
    void aNameCanBeReadByPeople(String name) {
        bad("The claim sub of the JWT should name who comes with it", with("sub", name));
    }

    @Test
    void aNameIsNotTooLong() {
        good(with("sub", "x".repeat(125)));
        bad("in 1 to 125 characters", with("sub", "x".repeat(126)));
        good(with("sub", "Ada Lovelace"));
        good(with("sub", "Jürgen"));
        bad("The claim sub", with("sub", 7));
        claims.remove("sub");
        bad("The claim sub", said());
    }

    /// Whatever is in a JWT, it takes no time to look through.
    @Test
    void noNameOfAClaimTakesLong() {
        Object inner = "deep";
        var name = new ArrayList<String>();
        for (int i = 0; i < Claims.DOTS_MAX; i++) {
            inner = Map.of("a", inner, "a.a", inner, "a.a.a", inner);
            name.add("a");
        }
        claims.put("a", inner);
        assertEquals(List.of(), roles(rule(String.join(".", name) + ".b", "x", "y")));
    }
}
