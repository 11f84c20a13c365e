package dev.skerry.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Sight;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.decide.TokenDecisions;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.state.Trust;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each message, each refusal with its sentence.
class TrustMachineTest {
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final long WALL_MS = 1_000_000;

    private final TrustMachine machine = new TrustMachine();
    private Trust trust = Trust.EMPTY;
    private long tickMs = 500;

    /// The servers' clock stood still for so long.
    private long awayMs;

    static String id(int number) {
        return "%012x".formatted(number);
    }

    static String hash(int number) {
        return "%064x".formatted(number);
    }

    private Now now() {
        return new Now(tickMs, WALL_MS + tickMs + awayMs);
    }

    /// What comes of a message: a line for each fact, or the refusal. It is applied.
    private String tell(TrustMessage message) {
        return switch (machine.decide(Sight.alone(trust), message, now())) {
            case Decision.Refused(var refusal) -> "refused: " + refusal.sentence();
            case Decision.Accepted(var facts, var effects) -> {
                assertEquals(List.of(), effects);
                var lines = new ArrayList<String>();
                for (var fact : facts) {
                    trust = machine.apply(trust, fact);
                    lines.add(line(fact));
                }
                yield String.join("\n", lines);
            }
        };
    }

    private static String line(TrustFact fact) {
        return switch (fact) {
            case TrustFact.FirstTokenMade(var it) -> "first " + it + " until " + it.expiresTickMs();
            case TrustFact.FirstTokenAllowed _ -> "first allowed";
            case TrustFact.TokenCreated(var it) -> "created " + it + " until " + it.expiresTickMs();
            case TrustFact.TokenGiven(var it) -> "given " + it + " until " + it.expiresTickMs();
            case TrustFact.TokenRevoked(var id) -> "revoked " + id;
            case TrustFact.TokensForgotten(var ids) -> "forgotten " + ids;
            case TrustFact.RoleApplied(var role) -> "role " + role.name();
            case TrustFact.RoleDeleted(var name) -> "role " + name + " deleted";
            case TrustFact.RefusalsNoted(var refused, var others) ->
                    refused.size() + " kinds and " + others;
            case TrustFact.IssuerApplied(var issuer) -> "issuer " + issuer.name();
            case TrustFact.IssuerDeleted(var name) -> "issuer " + name + " deleted";
            case TrustFact.SigningRuleApplied(var rule) -> "signing " + rule.name();
            case TrustFact.SigningRuleDeleted(var name) -> "signing " + name + " deleted";
            case TrustFact.AuditMarked(var mark) ->
                    "marked " + mark.at().number() + " at " + mark.tickMs();
            case TrustFact.AuditLetGo(var upTo) -> "let go up to " + upTo.number();
        };
    }

    private static TrustMessage create(int number, String name, String... roles) {
        return new TrustMessage.CreateToken(id(number), name, hash(number), List.of(roles), 60_000);
    }

    private static TrustMessage first(int number) {
        return new TrustMessage.MakeFirstToken(id(number), hash(number));
    }

    private static Role role(String name, String description) {
        var read = new Capability(Level.READ, Glob.ALL, Glob.ALL);
        var rule = new RoleRule(true, List.of(read), List.of(), List.of());
        return Role.ofTokens(name, description, List.of(rule));
    }

    private static TrustMessage apply(String name) {
        return new TrustMessage.ApplyRole(role(name, ""));
    }

    @Test
    void theFirstTokenIsMadeOnce() {
        assertEquals(
                "first token 000000000001 first [admin] until " + (500 + 366 * DAY_MS),
                tell(first(1)));
        var token = trust.token("first");
        assertNotNull(token);
        assertEquals(WALL_MS + 500, token.createdWallMs());
        assertEquals(WALL_MS + 500 + 366 * DAY_MS, token.expiresWallMs());
        assertEquals(
                "refused: The first token was made already. Start the server with --first-token"
                        + " again to have another one.",
                tell(first(2)));
        tell(new TrustMessage.RevokeToken(id(1)));
        assertTrue(tell(first(2)).startsWith("refused: The first token was made already."));
    }

    @Test
    void anotherFirstTokenTakesThePlaceOfTheOneBefore() {
        assertEquals("", tell(new TrustMessage.AllowFirstToken()));
        tell(first(1));
        assertEquals("first allowed", tell(new TrustMessage.AllowFirstToken()));
        assertEquals("", tell(new TrustMessage.AllowFirstToken()));
        assertEquals(
                "revoked 000000000001\nfirst token 000000000002 first [admin] until "
                        + (500 + 366 * DAY_MS),
                tell(first(2)));
        assertEquals(1, trust.tokens().size());
        assertNotNull(trust.tokens().find(id(2)));
        assertTrue(tell(first(3)).startsWith("refused: The first token was made already."));
    }

    @Test
    void aTokenIsCreatedAndRevoked() {
        assertEquals(
                "created token 000000000001 ci [developer, reader] until 60500",
                tell(create(1, "ci", "developer", "reader")));
        assertEquals(trust.tokens().find(id(1)), trust.token("ci"));
        assertEquals(trust.tokens().find(id(1)), trust.token(id(1)));
        assertEquals("revoked 000000000001", tell(new TrustMessage.RevokeToken(id(1))));
        assertNull(trust.token("ci"));
        assertEquals(
                "refused: There is no token \"000000000001\"; `skerry token list` shows what there"
                        + " is.",
                tell(new TrustMessage.RevokeToken(id(1))));
    }

    @Test
    void whatIsWrongWithATokenIsRefusedByName() {
        tell(create(1, "ci", "reader"));
        var should =
                "it should be 1 to 64 lower-case letters, digits, hyphens or underscores, a letter"
                        + " or digit first, not \"first\", and not 12 hexadecimal digits as ids"
                        + " are.";
        for (var name : List.of("", "C I", "x".repeat(65), "first", id(7)))
            assertEquals(
                    "refused: name is \"" + name + "\"; " + should,
                    tell(create(2, name, "reader")));
        assertEquals(
                "refused: There is a token \"ci\" already. Revoke that one first, or choose another"
                        + " name.",
                tell(create(2, "ci", "reader")));
        assertEquals(
                "refused: roles is \"0 roles\"; it should be 1 to 16 roles.", tell(create(2, "a")));
        assertEquals(
                "refused: roles is \"17 roles\"; it should be 1 to 16 roles.",
                tell(create(2, "a", Collections.nCopies(17, "reader").toArray(String[]::new))));
        assertEquals(
                "refused: There is no role \"captain\"; `skerry role list` shows what there is.",
                tell(create(2, "a", "reader", "captain")));
        assertEquals(
                "refused: roles is \"reader\"; it should be there once.",
                tell(create(2, "a", "reader", "reader")));
        assertEquals(
                "refused: The id of the token is taken. Try again.",
                tell(create(1, "a", "reader")));
        var typed = new String[] {"59s999ms", "366d1ms"};
        for (long lifeMs : new long[] {59_999, 366 * DAY_MS + 1})
            assertEquals(
                    "refused: ttl is \"%s\"; it should be from 1m to 366d."
                            .formatted(typed[lifeMs < DAY_MS ? 0 : 1]),
                    tell(
                            new TrustMessage.CreateToken(
                                    id(2), "a", hash(2), List.of("reader"), lifeMs)));
        assertEquals(
                "refused: id is \"A\"; it should be 12 hexadecimal digits in small letters.",
                tell(new TrustMessage.MakeFirstToken("A", hash(2))));
        assertEquals(
                "refused: hash is \"…\"; it should be a SHA-256 in 64 hexadecimal digits.",
                tell(new TrustMessage.MakeFirstToken(id(2), "my secret")));
    }

    @Test
    void thereAreAtMostTenThousandTokensAndTheFirst() {
        for (int i = 0; i < TokenDecisions.TOKENS_MAX; i++) tell(create(i, "t" + i, "reader"));
        assertEquals(TokenDecisions.TOKENS_MAX, trust.tokens().size());
        assertEquals(
                "refused: Tokens: the limit of 10000 tokens is reached.",
                tell(create(10_000, "more", "reader")));
        assertTrue(tell(first(10_001)).startsWith("first token"));
        tickMs += 60_000;
        assertEquals(
                "forgotten [000000000007]\ncreated token 000000002712 t7 [reader] until 120500",
                tell(create(10_002, "t7", "reader")));
    }

    @Test
    void whatHasExpiredIsForgottenByTimeAndNotAllAtOnce() {
        assertEquals(PersistentAgenda.NEVER, machine.wakeAtTickMs(trust));
        for (int i = 0; i < 1_200; i++) tell(create(i, "t" + i, "reader"));
        assertEquals(60_500, machine.wakeAtTickMs(trust));
        tickMs = 60_499;
        assertEquals("", tell(machine.tick()));
        tickMs = 60_500;
        assertNull(trust.live(id(1), now()));
        for (int left : new int[] {700, 200, 0}) {
            assertTrue(machine.wakeAtTickMs(trust) <= tickMs);
            assertTrue(tell(machine.tick()).startsWith("forgotten ["));
            assertEquals(left, trust.tokens().size());
        }
        assertEquals("", tell(machine.tick()));
        assertEquals(PersistentAgenda.NEVER, machine.wakeAtTickMs(trust));
        assertEquals(60_500, machine.newestTickMs(trust));
    }

    @Test
    void theNextLeadersClockGoesOnFromTheNewestToken() {
        tickMs = 7_000;
        tell(create(1, "ci", "reader"));
        assertEquals(7_000, machine.newestTickMs(trust));
        tickMs = 8_000;
        tell(first(2));
        assertEquals(8_000, machine.newestTickMs(trust));
        tell(new TrustMessage.RevokeToken(id(2)));
        assertEquals(8_000, machine.newestTickMs(trust));
    }

    @Test
    void aRoleIsAppliedAndDeleted() {
        assertEquals("role shop", tell(apply("shop")));
        assertEquals("", tell(apply("shop")));
        assertEquals("role shop", tell(new TrustMessage.ApplyRole(role("shop", "Sells."))));
        assertEquals("Sells.", trust.roles().find("shop", role("", "")).description());
        tell(create(1, "till", "reader", "shop"));
        assertEquals(
                "refused: The role shop is that of the token till. Revoke what has it, then delete"
                        + " it.",
                tell(new TrustMessage.DeleteRole("shop")));
        for (int i = 2; i <= 8; i++) tell(create(i, "till" + i, "shop"));
        assertEquals(
                "refused: The role shop is that of the tokens till, till2, till3, till4, till5 and"
                        + " 3 more. Revoke what has it, then delete it.",
                tell(new TrustMessage.DeleteRole("shop")));
        tickMs += 60_000; // nobody has it any more
        assertEquals("role shop deleted", tell(new TrustMessage.DeleteRole("shop")));
        assertEquals(
                "refused: There is no role \"shop\"; `skerry role list` shows what there is.",
                tell(new TrustMessage.DeleteRole("shop")));
    }

    @Test
    void readyRolesStayAsTheyAre() {
        for (var name : List.of("reader", "developer", "operator", "admin")) {
            var refused =
                    "refused: The role "
                            + name
                            + " is ready-made, and stays as it is. Make one of another name.";
            assertEquals(refused, tell(apply(name)));
            assertEquals(refused, tell(new TrustMessage.DeleteRole(name)));
        }
    }

    @Test
    void rolesAreBounded() {
        assertEquals(
                "refused: rules is \"0 rules\"; it should be 1 to 64 rules.",
                tell(new TrustMessage.ApplyRole(Role.ofTokens("a", "", List.of()))));
        for (int i = 0; i < 1_000; i++) tell(apply("r" + i));
        assertEquals("refused: Roles: the limit of 1000 roles is reached.", tell(apply("more")));
        assertEquals("role r7", tell(new TrustMessage.ApplyRole(role("r7", "Changed."))));
    }

    /// A role whose texts have nearly that many bytes.
    private static Role big(String name, String description) {
        var glob = new Glob("x".repeat(64));
        var rule =
                new RoleRule(
                        true,
                        Collections.nCopies(64, new Capability(Level.READ, glob, glob)),
                        Collections.nCopies(64, glob),
                        Collections.nCopies(64, glob));
        return Role.ofTokens(name, description, Collections.nCopies(64, rule));
    }

    @Test
    void theTextOfAllRolesIsBounded() {
        long each = big("r0", "").textBytes();
        assertEquals(2 + 64 * 64 * (5 + 64 + 1 + 64 + 64 + 64), each);
        assertEquals(2 + 2 * 3, Role.ofTokens("ro", "€€", List.of()).textBytes());
        for (int i = 0; i < 3; i++)
            assertEquals("role r" + i, tell(new TrustMessage.ApplyRole(big("r" + i, ""))));
        var full = "refused: The text of all roles: the limit of 4194304 bytes is reached.";
        assertEquals(full, tell(new TrustMessage.ApplyRole(big("r3", ""))));
        assertEquals("role r3", tell(apply("r3")));
        assertEquals(full, tell(new TrustMessage.ApplyRole(big("r3", ""))));
        assertEquals("role r2", tell(new TrustMessage.ApplyRole(big("r2", "In its own place."))));
        assertEquals("role r2 deleted", tell(new TrustMessage.DeleteRole("r2")));
        assertEquals("role r3", tell(new TrustMessage.ApplyRole(big("r3", ""))));
    }

    @Test
    void whoeverComesWithATokenThatIsWorthNothingIsRefusedEverywhere() {
        tell(create(1, "ci", "reader"));
        var ci = new Caller(Caller.Kind.PERSON, "ci", id(1), "192.0.2.7");
        var stranger = new Caller(Caller.Kind.PERSON, "ada");
        assertNull(machine.against(trust, ci, now()));
        assertNull(machine.against(trust, stranger, now()));
        assertNull(machine.against(trust, Caller.SERVERS, now()));
        tickMs = 60_499;
        assertNull(machine.against(trust, ci, now()));
        tickMs = 60_500; // not yet forgotten
        var expired = machine.against(trust, ci, now());
        assertNotNull(expired);
        assertEquals(
                "The token \"ci\" was revoked or has expired; log in again.", expired.sentence());
        tickMs = 600;
        tell(new TrustMessage.RevokeToken(id(1)));
        assertEquals(expired, machine.against(trust, ci, now()));
    }

    @Test
    void aTokenEndsByTheWallClockTooWhichGoesOnWhileNoServerRuns() {
        tell(create(1, "ci", "reader"));
        tell(apply("shop"));
        tell(create(2, "till", "shop"));
        var ci = new Caller(Caller.Kind.PERSON, "ci", id(1), "192.0.2.7");
        awayMs = 59_999;
        assertNull(machine.against(trust, ci, now()));
        awayMs = 60_000;
        assertNotNull(machine.against(trust, ci, now()));
        assertNull(trust.live(id(1), now()));
        assertEquals("", tell(machine.tick()));
        assertEquals("role shop deleted", tell(new TrustMessage.DeleteRole("shop")));
        awayMs = 0; // the wall clock was wrong
        assertNull(machine.against(trust, ci, now()));
    }

    @Test
    void whatHasExpiredByTheWallClockGivesItsNameAwayAndMovesNoClock() {
        tell(create(1, "ci", "reader"));
        awayMs = 60_000;
        assertEquals(
                "revoked 000000000001\ncreated token 000000000002 ci [reader] until 60500",
                tell(create(2, "ci", "reader")));
        assertEquals(500, machine.newestTickMs(trust));
    }

    @Test
    void whatTakesRightsAwayDoesNotWaitForRoomOnADisk() {
        assertTrue(machine.canWait(create(1, "ci", "reader")));
        for (var message :
                List.of(
                        new TrustMessage.RevokeToken(id(1)),
                        apply("shop"),
                        new TrustMessage.DeleteRole("shop"),
                        new TrustMessage.ApplySigningRule(
                                new SigningRule("till", List.of(), List.of(), 1, List.of())),
                        new TrustMessage.DeleteSigningRule("till"),
                        new TrustMessage.AllowFirstToken(),
                        first(1),
                        machine.tick())) assertFalse(machine.canWait(message));
    }

    private static TrustMessage refused(int kinds, int status, long count, long others) {
        var each = new TurnedAway("person", "", "::1", "GET", "/v1/jobs", status, count);
        return new TrustMessage.NoteRefusals(Collections.nCopies(kinds, each), others);
    }

    @Test
    void whatWasRefusedIsNotedAndChangesNothing() {
        var before = trust;
        for (int status : new int[] {401, 403, 429})
            assertEquals("100 kinds and 7", tell(refused(100, status, 1, 7)));
        assertEquals("0 kinds and 7", tell(refused(0, 401, 1, 7)));
        assertEquals(before, trust);
        var should =
                "refused: refused is \"%d kinds\"; it should be 1 to 100 kinds, or none where"
                        + " others are counted.";
        assertEquals(should.formatted(0), tell(refused(0, 401, 1, 0)));
        assertEquals(should.formatted(101), tell(refused(101, 401, 1, 0)));
        assertEquals(
                "refused: status is \"409\"; it should be 401, 403 or 429.",
                tell(refused(1, 409, 1, 0)));
        assertEquals(
                "refused: count is \"0\"; it should be at least 1.", tell(refused(1, 401, 0, 0)));
        assertEquals(
                "refused: others is \"-1\"; it should be at least 0.",
                tell(refused(1, 401, 1, -1)));
        assertEquals(
                "refused: others is \"-1\"; it should be at least 0.",
                tell(refused(0, 401, 1, -1)));
        assertTrue(machine.canWait(refused(1, 401, 1, 0)));
    }

    @Test
    void whatIsNotedOfARefusedRequestIsBounded() {
        var long9 = "x".repeat(9_999);
        var each = new TurnedAway(long9, long9, long9, long9, long9, 401, Long.MAX_VALUE);
        assertEquals(200, each.route().length());
        assertEquals(16, each.method().length());
        assertTrue(each.toString().length() < 1_000);
    }

    @Test
    void noHashIsShown() {
        tell(create(1, "ci", "reader"));
        tell(first(2));
        assertFalse(trust.toString().contains(hash(1)), trust.toString());
        assertFalse(trust.toString().contains(hash(2)), trust.toString());
    }
}
