package dev.skerry.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.policy.ReadyRoles;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Issuers, and what is given on their word.
class IssuerMachineTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long WALL_MS = 1_000_000;

    private final TrustMachine machine = new TrustMachine();
    private Trust trust = Trust.EMPTY;
    private long tickMs = 500;
    private int ids;

    private Now now() {
        return new Now(tickMs, WALL_MS + tickMs);
    }

    static Issuer issuer(String name, String url, long ttlMs, String role) {
        return new Issuer(
                name,
                url,
                "skerry",
                new KeySource.Discovered(),
                SigningAlgorithm.USUAL,
                ttlMs,
                "sub",
                List.of(new ClaimRule("sub", "*", role)));
    }

    private static Issuer ci() {
        return issuer("ci", "https://ci.example.org", HOUR_MS, "developer");
    }

    private String tell(TrustMessage message) {
        return switch (machine.decide(Sight.alone(trust), message, now())) {
            case Decision.Refused(var refusal) -> "refused: " + refusal.sentence();
            case Decision.Accepted(var facts, _) -> {
                for (var fact : facts) trust = machine.apply(trust, fact);
                yield facts.toString();
            }
        };
    }

    private String apply(Issuer issuer) {
        return tell(new TrustMessage.ApplyIssuer(issuer));
    }

    private String give(Issuer issuer, String name, long leftMs) {
        var id = TrustMachineTest.id(++ids);
        var hash = TrustMachineTest.hash(ids);
        return tell(
                new TrustMessage.GiveToken(id, hash, name, issuer, List.of("developer"), leftMs));
    }

    private AccessToken token(int number) {
        var token = trust.tokens().find(TrustMachineTest.id(number));
        assertNotNull(token);
        return token;
    }

    private boolean refusedNow(int number) {
        var id = TrustMachineTest.id(number);
        var caller = new Caller(Caller.Kind.PERSON, "ci/shop", id, "192.0.2.7");
        return machine.against(trust, caller, now()) != null;
    }

    @Test
    void whatIsGivenEndsWithTheJwtOrTheTtl() {
        apply(ci());
        give(ci(), "ci/shop", 5 * 60_000);
        assertEquals(500 + 5 * 60_000, token(1).expiresTickMs());
        assertEquals("ci", token(1).issuer());
        give(ci(), "ci/shop", 5 * HOUR_MS);
        assertEquals(500 + HOUR_MS, token(2).expiresTickMs());
        assertEquals(WALL_MS + 500 + HOUR_MS, token(2).expiresWallMs());
        give(ci(), "ci/shop", -59_000);
        assertEquals(500 + 60_000, token(3).expiresTickMs(), "as any, for a minute at least");
        assertNull(trust.token("ci/shop"), "many can have that name");
        assertEquals("ci/shop/" + TrustMachineTest.id(1), token(1).key());
        tickMs += 61_000;
        tell(new TrustMessage.TrustTime());
        assertEquals(2, trust.tokens().size());
    }

    @Test
    void anIssuerThatChangesOrGoesEndsWhatWasGivenOnItsWord() {
        apply(ci());
        var sso = issuer("sso", "https://sso.example.org", HOUR_MS, "developer");
        apply(sso);
        give(ci(), "ci/shop", HOUR_MS);
        give(sso, "sso/ada", HOUR_MS);
        assertEquals("[]", apply(ci()), "the same changes nothing");
        assertTrue(!refusedNow(1) && !refusedNow(2));
        var other = issuer("ci", "https://ci.example.org", HOUR_MS, "reader");
        apply(other);
        assertTrue(refusedNow(1) && !refusedNow(2));
        assertEquals(
                "refused: The issuer ci was changed meanwhile. Log in again.",
                give(ci(), "ci/shop", HOUR_MS));
        assertEquals("[IssuerDeleted[name=sso]]", tell(new TrustMessage.DeleteIssuer("sso")));
        assertTrue(refusedNow(2));
        apply(sso);
        assertTrue(refusedNow(2), "it comes back with nothing");
        assertEquals(0, trust.tokens().size());
        assertEquals(
                "refused: There is no issuer \"x\"; `skerry issuer list` shows what there is.",
                tell(new TrustMessage.DeleteIssuer("x")));
    }

    @Test
    void whatIsWrongIsRefused() {
        apply(ci());
        assertEquals(
                "refused: There is no role \"captain\"; `skerry role list` shows what there is.",
                apply(issuer("x", "https://x.example.org", HOUR_MS, "captain")));
        assertEquals(
                "refused: The issuer ci has the same url. A JWT says by its url whose it is: put"
                        + " the rules into one.",
                apply(issuer("x", "https://ci.example.org", HOUR_MS, "reader")));
        for (var wrong :
                List.of(
                        issuer("X", "https://x.example.org", HOUR_MS, "reader"),
                        issuer("x", "http://x.example.org", HOUR_MS, "reader"),
                        issuer("x", "https://a@b", HOUR_MS, "reader"),
                        issuer("x", "https://x/#a", HOUR_MS, "reader"),
                        issuer("x", "https://x", 59_999, "reader"),
                        issuer("x", "https://x", 24 * HOUR_MS + 1, "reader")))
            assertTrue(apply(wrong).contains("it should be"), wrong + "");
        assertTrue(give(ci(), "first", HOUR_MS).startsWith("refused: name"));
        assertTrue(give(ci(), "ci/" + "x".repeat(126), HOUR_MS).startsWith("refused: name"));
    }

    @Test
    void aRoleThatAnIssuerGivesStays() {
        var read = ReadyRoles.READER.rules();
        tell(new TrustMessage.ApplyRole(Role.ofTokens("shop", "", read)));
        apply(issuer("ci", "https://ci.example.org", HOUR_MS, "shop"));
        assertEquals(
                "refused: The role shop is given by the issuer ci. Apply that one without it, then"
                        + " delete it.",
                tell(new TrustMessage.DeleteRole("shop")));
    }

    @Test
    void nobodyTakesThePlacesOfOthers() {
        apply(ci());
        for (int i = 0; i < 200; i++) give(ci(), "ci/shop", HOUR_MS);
        assertEquals(
                "refused: Tokens of ci/shop: the limit of 200 tokens is reached.",
                give(ci(), "ci/shop", HOUR_MS));
        assertTrue(give(ci(), "ci/bank", HOUR_MS).startsWith("[TokenGiven"));
        for (int i = 0; i < 4_799; i++) give(ci(), "ci/" + i, HOUR_MS);
        assertEquals(
                "refused: Tokens on the word of ci: the limit of 5000 tokens is reached.",
                give(ci(), "ci/other", HOUR_MS));
        assertEquals(0, trust.ids().size(), "and none of those that people make");
    }
}
