package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.http.Admitted;
import dev.skerry.http.Declined;
import dev.skerry.http.Need;
import dev.skerry.http.Stranger;
import dev.skerry.http.Thing;
import dev.skerry.kernel.Now;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.policy.TaskGlob;
import dev.skerry.trust.server.rates.RequestRates;
import dev.skerry.trust.server.task.TaskProofs.Looked;
import dev.skerry.trust.server.task.TaskProofs.ProvenTask;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is let in, with a clock that is an argument.
class TrustCallersTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.7");
    private static final long WALL_MS = 7_000_000;
    private static final Need.Right READ_JOBS = Need.read(Thing.inNamespaces("cluster", "jobs"));
    private static final Need.Right WRITE_JOBS = Need.write(Thing.inNamespaces("cluster", "jobs"));
    private static final Need.Right READ_NODES = Need.read(Thing.inPools("cluster", "nodes"));
    private static final Need.Right METRICS = Need.read(Thing.ofTheFleet("server", "metrics"));

    private final TrustMemory memory = TrustMemory.fresh();
    private final TokenText token = TokenText.fresh(new SecureRandom());
    private Trust trust = Trust.EMPTY;
    private long tickMs = 1_000;

    /// The servers' clock stood still for so long.
    private long awayMs;

    private final TrustView view =
            new TrustView() {
                @Override
                public Trust trust() {
                    return trust;
                }

                @Override
                public Now time() {
                    return new Now(tickMs, WALL_MS + tickMs + awayMs);
                }
            };

    private final TrustCallers callers = callers(false);

    /// What tasks show that are right, and what comes of it; anything else is wrong.
    private final Map<String, ProvenTask> tasks = new HashMap<>();

    private TrustCallers callers(boolean secure) {
        var rates = new RequestRates(RequestRates.USUAL);
        return new TrustCallers(view, memory, this::look, rates, secure);
    }

    private Looked look(String text) {
        var task = tasks.get(text);
        return task == null ? new Looked.Wrong("It is wrong.") : new Looked.Right(task);
    }

    TrustCallersTest() {
        keep(token, "ci", "reader");
    }

    private void keep(TokenText text, String name, String... roles) {
        trust =
                trust.with(
                        new AccessToken(
                                text.id(),
                                name,
                                text.hash(),
                                List.of(roles),
                                WALL_MS,
                                WALL_MS + 60_000,
                                60_000));
    }

    private Admitted admit(String header, String value) throws Declined {
        return callers.admit(HERE, Map.of(header, value));
    }

    private Admitted bearer(String text) throws Declined {
        return admit("authorization", "Bearer " + text);
    }

    private Admitted cookie(String text) throws Declined {
        return admit("cookie", "a=b; skerry-session=" + text + "; c=d");
    }

    /// The status, what is said, and after how many seconds one may come again.
    private String refused(String header, String value) {
        var declined = assertThrows(Declined.class, () -> admit(header, value));
        var again = declined.answer().headers().get("Retry-After");
        return declined.problem().status()
                + " "
                + declined.problem().detail()
                + (again == null ? "" : " " + again);
    }

    private String refused(String text) {
        return refused("authorization", "Bearer " + text);
    }

    /// The same id and another secret.
    private String forged() {
        return "skerry_" + token.id() + "_" + "x".repeat(43);
    }

    private static String unknown() {
        return TokenText.fresh(new SecureRandom()).text();
    }

    /// What something else at the same host name could have set counts for nothing.
    @Test
    void overTlsACookieHasANameThatOnlyThisServerCanGive() throws Exception {
        var tls = callers(true);
        var own = Map.of("cookie", "__Host-skerry-session=" + token.text());
        assertEquals("person:ci", tls.admit(HERE, own).caller().text());
        assertEquals("", tls.admit(HERE, own).lack());
        var others = Map.of("cookie", "skerry-session=" + token.text());
        assertEquals(TrustCallers.LOG_IN, tls.admit(HERE, others).lack());
        assertEquals(TrustCallers.LOG_IN, callers.admit(HERE, own).lack());
    }

    @Test
    void whoeverShowsATokenIsItsCaller() throws Exception {
        for (var admitted :
                List.of(
                        bearer(token.text()),
                        admit("authorization", "bearer   " + token.text() + " "),
                        cookie(token.text()),
                        callers.admit(
                                HERE,
                                Map.of(
                                        "authorization",
                                        "Bearer " + token.text(),
                                        "cookie",
                                        "skerry-session=" + token.text())))) {
            assertEquals("person:ci", admitted.caller().text());
            assertEquals(token.id(), admitted.caller().by());
            assertEquals("192.0.2.7", admitted.caller().from());
            assertEquals("", admitted.lack());
            assertTrue(admitted.stands());
        }
        assertEquals(4, memory.admitted().sum());
        assertEquals(new LastUses.LastUse(7_001_000, "192.0.2.7"), memory.uses().of(token.id()));
    }

    @Test
    void whoeverShowsNothingIsAStranger() throws Exception {
        for (var said :
                List.<Map<String, String>>of(
                        Map.of(), Map.of("cookie", "a=b"), Map.of("cookie", "skerry-session="))) {
            var nobody = callers.admit(HERE, said);
            assertEquals(
                    "Log in first: `skerry login`, or a token in the header Authorization: Bearer"
                            + " …",
                    nobody.lack());
            assertFalse(nobody.allows(READ_JOBS, "default"));
            assertEquals("", nobody.caller().by());
            assertEquals("192.0.2.7", nobody.caller().from());
        }
        assertEquals(0, memory.failed().sum());
    }

    @Test
    void whatIsWrongIsSaidInSentencesThatNeverDiffer() throws Exception {
        var nothing =
                "401 There is no such token, or it was revoked or has expired; log in again with"
                        + " another.";
        assertEquals(nothing, refused(unknown()));
        assertEquals(nothing, refused(forged()));
        assertEquals(
                "401 This is no token: it should be skerry_, 12 hexadecimal digits, _ and 43"
                        + " letters, digits, hyphens or underscores; copy all of it.",
                refused("hunter2"));
        var before = trust;
        trust = trust.without(token.id());
        assertEquals(nothing, refused(token.text()));
        trust = before;
        tickMs = 60_000;
        assertEquals(
                "401 The token has expired; log in again with another.", refused(token.text()));
        assertEquals(
                "401 The header Authorization should be Bearer, a space and a token.",
                refused("authorization", "Basic YTpi"));
        assertEquals(5, memory.failed().sum());
    }

    @Test
    void twoDifferentTokensAreNone() {
        var said =
                Map.of(
                        "authorization",
                        "Bearer " + token.text(),
                        "cookie",
                        "skerry-session=" + unknown());
        var declined = assertThrows(Declined.class, () -> callers.admit(HERE, said));
        assertEquals(400, declined.problem().status());
        assertFalse(declined.problem().detail().contains("skerry_"), declined.problem() + "");
    }

    /// A browser shows it until it is told another.
    @Test
    void aCookieThatIsWorthNothingKeepsNobodyFromLoggingIn() throws Exception {
        trust = trust.without(token.id());
        for (int i = 0; i < 100; i++) {
            var nobody = assertInstanceOf(Stranger.class, cookie(token.text()));
            assertEquals(TrustCallers.UNKNOWN, nobody.lack());
        }
        assertEquals(100, memory.failed().sum());
        assertInstanceOf(Stranger.class, cookie("mistyped"));
    }

    /// A page on another port of the host has set one more, and it comes first.
    @Test
    void ofSeveralCookiesTheOneThatIsRightCounts() throws Exception {
        var both = "mistyped; skerry-session=" + token.text();
        assertEquals("person:ci", cookie(both).caller().text());
    }

    @Test
    void whoeverIsWrongTooOftenWaitsLongerAndLonger() throws Exception {
        for (int i = 0; i < 5; i++) assertTrue(refused(unknown()).startsWith("401 "));
        var later =
                "429 Too many tokens from this address were wrong; try again later. A right one is"
                        + " always let in. ";
        assertEquals(later + "1", refused(unknown()));
        assertEquals(later + "2", refused(forged()));
        assertEquals(later + "4", refused("mistyped"));
        assertInstanceOf(Stranger.class, cookie(unknown()));
        assertEquals(later + "8", refused(unknown()));
        assertEquals("person:ci", bearer(token.text()).caller().text());
        assertEquals("person:ci", cookie(token.text()).caller().text());
        assertEquals(later + "16", refused(unknown()));
        tickMs += 59_000; // the token is at its end
        assertEquals(later + "32", refused(unknown()));
        tickMs += 60_000;
        assertTrue(refused(unknown()).startsWith("401 "));
        var elsewhere = InetAddress.ofLiteral("192.0.2.8");
        var said = Map.of("authorization", "Bearer " + unknown());
        var declined = assertThrows(Declined.class, () -> callers.admit(elsewhere, said));
        assertEquals(401, declined.problem().status());
    }

    @Test
    void whatHeMayIsLookedUpEachTime() throws Exception {
        var ci = bearer(token.text());
        assertTrue(ci.allows(READ_JOBS, "default"));
        assertTrue(ci.allows(METRICS, "*"));
        assertFalse(ci.allows(WRITE_JOBS, "default"));
        keep(token, "ci", "developer");
        assertTrue(ci.allows(WRITE_JOBS, "default"));
        keep(token, "ci", "shop");
        assertFalse(ci.allows(READ_JOBS, "default"), "there is no such role");
        trust = trust.with(role("shop", "tills"));
        assertTrue(ci.allows(READ_JOBS, "shop"));
        assertFalse(ci.allows(READ_JOBS, "default"));
        assertFalse(ci.allows(READ_JOBS, "*"), "not in all of the fleet");
        assertTrue(ci.allows(READ_NODES.inLists(), "tills"));
        assertFalse(ci.allows(READ_NODES.inLists(), "doors"));
        assertFalse(ci.allows(METRICS, "*"));
        trust = trust.with(role("shop", "doors"));
        assertTrue(ci.allows(READ_NODES.inLists(), "doors"));
        assertTrue(ci.stands());
        tickMs = 60_000;
        assertFalse(ci.stands());
        assertFalse(ci.allows(READ_JOBS, "shop"));
        tickMs = 59_999;
        assertTrue(ci.stands());
        trust = trust.without(token.id());
        assertFalse(ci.stands());
        assertFalse(ci.allows(READ_JOBS, "shop"));
    }

    @Test
    void whatHasExpiredByTheWallClockIsWorthNothing() throws Exception {
        var ci = bearer(token.text());
        awayMs = 58_999;
        assertTrue(ci.stands());
        awayMs = 59_000;
        assertFalse(ci.stands());
        assertFalse(ci.allows(READ_JOBS, "default"));
        assertEquals(
                "401 The token has expired; log in again with another.", refused(token.text()));
    }

    private static Role role(String namespace, String pool) {
        var all = new Capability(Level.READ, Glob.ALL, Glob.ALL);
        return Role.ofTokens(
                "shop",
                "",
                List.of(
                        new RoleRule(
                                true,
                                List.of(all),
                                List.of(new Glob(namespace)),
                                List.of(new Glob(pool)))));
    }

    @Test
    void aListThatAsksForAThousandPlacesIsAnsweredOfEach() throws Exception {
        keep(token, "ci", "shop");
        trust = trust.with(role("shop-*", "tills"));
        var ci = bearer(token.text());
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < 3_000; i++) {
                assertTrue(ci.allows(READ_JOBS, "shop-" + i));
                assertFalse(ci.allows(READ_JOBS, "other-" + i));
            }
    }

    /// One of `shop/till`.
    private static final class Till implements ProvenTask {
        boolean lives = true;

        @Override
        public String namespace() {
            return "shop";
        }

        @Override
        public String job() {
            return "till";
        }

        @Override
        public String allocation() {
            return "a17";
        }

        @Override
        public long expiresWallMs() {
            return WALL_MS;
        }

        @Override
        public boolean stands() {
            return lives;
        }
    }

    private static Role ofTasks(String jobs, RoleRule... rules) {
        var glob = TaskGlob.parse(jobs);
        assertNotNull(glob);
        return new Role("tills", "", List.of(rules), List.of(glob));
    }

    private static RoleRule may(boolean allow, Level level, List<Glob> namespaces) {
        var jobs = new Capability(level, new Glob("cluster"), new Glob("jobs"));
        return new RoleRule(allow, List.of(jobs), namespaces, List.of());
    }

    @Test
    void aTaskHasTheRolesThatNameItsJobAsLongAsItLives() throws Exception {
        var it = new Till();
        tasks.put("eyJ.right", it);
        var till = bearer("eyJ.right");
        assertEquals("task:shop/till", till.caller().text());
        assertEquals("a17", till.caller().by());
        assertEquals("192.0.2.7", till.caller().from());
        assertEquals("", till.lack());
        assertTrue(till.stands());
        assertFalse(till.allows(READ_JOBS, "shop"), "it has no role");
        trust = trust.with(ofTasks("shop/other", may(true, Level.WRITE, List.of())));
        assertFalse(till.allows(READ_JOBS, "shop"), "others have one");
        trust = trust.with(ofTasks("shop/t*", may(true, Level.WRITE, List.of())));
        assertTrue(till.allows(WRITE_JOBS, "shop"), "at once");
        assertTrue(till.allows(WRITE_JOBS, "shop"));
        assertFalse(till.allows(READ_JOBS, "bank"), "in its own namespace");
        assertFalse(till.allows(METRICS, "*"));
        var deny = may(false, Level.WRITE, List.of());
        trust = trust.with(ofTasks("shop/t*", may(true, Level.WRITE, List.of(Glob.ALL)), deny));
        assertTrue(till.allows(READ_JOBS, "bank"), "where the rule says");
        assertFalse(till.allows(WRITE_JOBS, "shop"), "a denial wins");
        it.lives = false;
        assertFalse(till.stands());
        assertFalse(till.allows(READ_JOBS, "shop"));
    }

    /// Whoever shows it in a cookie, or both, is not logged in by it.
    @Test
    void aTaskIsKnownByAHeaderOnly() throws Exception {
        tasks.put("eyJ.right", new Till());
        assertEquals("401 It is wrong.", refused("eyJ.wrong"));
        assertInstanceOf(Stranger.class, cookie("eyJ.right"));
        assertThrows(
                Declined.class,
                () ->
                        callers.admit(
                                HERE,
                                Map.of(
                                        "authorization",
                                        "Bearer eyJ.right",
                                        "cookie",
                                        "skerry-session=" + token.text())));
        assertEquals(2, memory.failed().sum());
    }

    @Test
    void noSecretIsInAnyWord() throws Exception {
        var secret = token.text().substring(20);
        for (var text : List.of(token.text() + "x", forged() + secret, secret))
            assertFalse(refused(text).contains(secret));
        var known = bearer(token.text());
        assertNotNull(memory.codes().make(token, 0, 1_000));
        for (var word : List.of(known + "", known.caller() + "", memory + "", trust + ""))
            assertFalse(word.contains(secret), word);
    }
}
