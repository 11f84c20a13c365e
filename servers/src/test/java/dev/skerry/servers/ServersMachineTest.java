package dev.skerry.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.Text;
import dev.skerry.servers.codec.ServersCodec;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import dev.skerry.servers.state.Servers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each message, each refusal with its sentence.
class ServersMachineTest {
    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 24 * 3_600_000L;
    private static final long WALL_MS = 1_000_000;

    private static final String UNKNOWN =
            "refused: The join token is unknown here; a token of `skerry node join-token` is for a"
                    + " node and lets no server in. Make a new one with `skerry server join-token`,"
                    + " and join with it.";

    private final ServersMachine machine = new ServersMachine();
    private Servers servers = Servers.EMPTY;
    private long tickMs = 500;

    /// The servers' clock stood still for so long.
    private long awayMs;

    private static String hash(int number) {
        return "%064x".formatted(number);
    }

    private static Member.Addresses at(int host) {
        return new Member.Addresses(
                "10.0.0.%d:4647".formatted(host), "10.0.0.%d:4646".formatted(host));
    }

    private Now now() {
        return new Now(tickMs, WALL_MS + tickMs + awayMs);
    }

    /// What comes of a message: a line for each fact, or the refusal. It is applied.
    private String tell(ServersMessage message) {
        return switch (machine.decide(Sight.alone(servers), message, now())) {
            case Decision.Refused(var refusal) -> "refused: " + refusal.sentence();
            case Decision.Accepted(var facts, var effects) -> {
                assertEquals(List.of(), effects);
                var lines = new ArrayList<String>();
                for (var fact : facts) {
                    servers = machine.apply(servers, fact);
                    lines.add(line(fact));
                }
                yield String.join("\n", lines);
            }
        };
    }

    private static String line(ServersFact fact) {
        return switch (fact) {
            case ServersFact.TokenIssued(var token) -> "issued " + token;
            case ServersFact.TokensForgotten(var hashes) -> "forgotten " + hashes.size();
            case ServersFact.ServerJoined(var member, var hash) ->
                    "joined %s at %s%s"
                            .formatted(
                                    member.id(),
                                    member.addresses().link(),
                                    hash.isEmpty() ? "" : " by token");
            case ServersFact.ServerMoved(var id, var addresses, var build) ->
                    "moved %s to %s with %s".formatted(id, addresses.link(), build.version());
            case ServersFact.ServerRemoved(var id) -> "removed " + id;
            case ServersFact.CellBackedUp(var wallMs) -> "backed up at " + wallMs;
        };
    }

    private String found(int host) {
        return tell(new ServersMessage.Found(at(host), new ServerBuild("0.1.0", 1)));
    }

    private String issue(int token) {
        return tell(new ServersMessage.IssueToken(hash(token), 30 * MINUTE_MS));
    }

    private String join(int token, int host) {
        return tell(new ServersMessage.Join(hash(token), at(host), new ServerBuild("0.1.0", 1)));
    }

    private String remove(String id) {
        return tell(new ServersMessage.Remove(id));
    }

    private List<String> ids() {
        return servers.members().stream().map(Member::id).toList();
    }

    /// One that was found, and others that have joined.
    private void three() {
        found(1);
        for (int i = 2; i <= 3; i++) {
            issue(i);
            join(i, i);
        }
    }

    @Test
    void theFirstSaysItselfAndNobodyElseDoes() {
        assertEquals("joined s1 at 10.0.0.1:4647", found(1));
        assertEquals("", found(1));
        assertEquals("", found(2));
        assertEquals(
                new Member("s1", at(1), new ServerBuild("0.1.0", 1), WALL_MS + 500),
                servers.members().getFirst());
    }

    @Test
    void theFirstThatNobodyCouldReachIsRefused() {
        var nowhere = new Member.Addresses("0.0.0.0:4647", "10.0.0.1:4646");
        assertTrue(
                tell(new ServersMessage.Found(nowhere, new ServerBuild("1", 1)))
                        .startsWith("refused: link is "));
        assertEquals(Servers.EMPTY, servers);
    }

    @Test
    void aServerJoinsWithAToken() {
        found(1);
        assertEquals("issued server token until 1800500", issue(7));
        assertNull(servers.joinedBy(hash(7)));
        assertEquals("joined s2 at 10.0.0.2:4647 by token", join(7, 2));
        assertEquals("s2", servers.joinedBy(hash(7)));
        assertEquals(List.of("s1", "s2"), ids());
        assertNull(servers.joinedBy(hash(8)));
    }

    @Test
    void aTokenLetsOneServerIn() {
        found(1);
        issue(7);
        join(7, 2);
        var used =
                "refused: The join token has been used already, by server s2; if that one has never"
                        + " come up, remove it with `skerry server remove s2`. Make a new one with"
                        + " `skerry server join-token`, and join with it.";
        assertEquals(used, join(7, 3));
        assertEquals(used, join(7, 2), "an answer that was lost may have been heard");
        tickMs += 30 * MINUTE_MS;
        assertEquals(used, join(7, 2));
        assertEquals(List.of("s1", "s2"), ids());
    }

    @Test
    void aTokenEndsByEitherClock() {
        found(1);
        issue(7);
        issue(8);
        var expired =
                "refused: The join token has expired. Make a new one with `skerry server"
                        + " join-token`, and join with it.";
        awayMs = 30 * MINUTE_MS;
        assertEquals(expired, join(7, 2));
        awayMs = 0;
        tickMs += 30 * MINUTE_MS - 1;
        assertEquals("joined s2 at 10.0.0.2:4647 by token", join(7, 2));
        tickMs++;
        assertEquals(expired, join(8, 3));
        awayMs = -1;
        assertEquals(expired, join(8, 3), "a wall clock that goes behind gives no time");
    }

    /// With nobody who could be asked, whoever comes first would be it.
    @Test
    void nobodyJoinsBeforeTheFirstHasSaidWhereItIs() {
        issue(7);
        assertEquals(
                "refused: The first server has not said where it is; see what it says about that,"
                        + " and join again.",
                join(7, 2));
        found(1);
        assertEquals("joined s2 at 10.0.0.2:4647 by token", join(7, 2));
    }

    @Test
    void aTokenOfANodeIsNone() {
        found(1);
        assertEquals(UNKNOWN, join(7, 2));
    }

    @Test
    void addressesAreOfOne() {
        three();
        issue(9);
        assertEquals(
                "refused: link is \"10.0.0.2:4647\", which is where server s2 is. Each server needs"
                        + " addresses of its own; if that one is gone for good, remove it with"
                        + " `skerry server remove s2`.",
                join(9, 2));
        var http = new Member.Addresses("10.0.0.9:4647", "10.0.0.3:4646");
        assertTrue(
                tell(new ServersMessage.Join(hash(9), http, new ServerBuild("1", 1)))
                        .startsWith(
                                "refused: http is \"10.0.0.3:4646\", which is where server s3"));
        assertTrue(
                tell(new ServersMessage.Moved("s1", at(3), new ServerBuild("1", 1)))
                        .contains("server s3 is"));
        assertEquals("joined s4 at 10.0.0.9:4647 by token", join(9, 9));
    }

    @Test
    void namesOfHostsAreTheSameInCapitals() {
        tell(
                new ServersMessage.Found(
                        new Member.Addresses("one:1", "one:2"), new ServerBuild("1", 1)));
        issue(7);
        for (var same :
                List.of(new Member.Addresses("ONE:1", "b:2"), new Member.Addresses("b:1", "One:2")))
            assertTrue(
                    tell(new ServersMessage.Join(hash(7), same, new ServerBuild("1", 1)))
                            .contains("server s1 is"),
                    same::toString);
    }

    @Test
    void aVersionIsALine() {
        found(1);
        for (var version : List.of("", " ", "1\n2", "v".repeat(65)))
            assertTrue(
                    tell(new ServersMessage.Moved("s1", at(1), new ServerBuild(version, 1)))
                            .contains("it should be one line of 1 to 64 characters"),
                    version);
        assertTrue(
                tell(new ServersMessage.Moved("s1", at(1), new ServerBuild("v".repeat(64), 1)))
                        .startsWith("moved"));
    }

    @Test
    void thereAreSevenAtMost() {
        found(1);
        for (int i = 2; i <= 7; i++) {
            issue(i);
            join(i, i);
        }
        issue(8);
        assertEquals("refused: servers: the limit of 7 servers is reached.", join(8, 8));
        assertTrue(join(8, 3).contains("server s3 is"), "what is wrong in any case comes first");
        assertEquals("removed s4", remove("s4"));
        assertEquals("joined s8 at 10.0.0.8:4647 by token", join(8, 8));
        assertEquals(List.of("s1", "s2", "s3", "s5", "s6", "s7", "s8"), ids());
    }

    @Test
    void aMemberMoves() {
        three();
        assertEquals("", tell(new ServersMessage.Moved("s2", at(2), new ServerBuild("0.1.0", 1))));
        assertEquals(
                "moved s2 to 10.0.0.8:4647 with 0.1.0",
                tell(new ServersMessage.Moved("s2", at(8), new ServerBuild("0.1.0", 1))));
        assertEquals(
                "moved s2 to 10.0.0.8:4647 with 0.2.0",
                tell(new ServersMessage.Moved("s2", at(8), new ServerBuild("0.2.0", 1))));
        assertEquals(List.of("s1", "s2", "s3"), ids());
        assertEquals(
                new Member("s2", at(8), new ServerBuild("0.2.0", 1), WALL_MS + 500),
                servers.member("s2"),
                "when it joined stays");
        assertEquals(
                "refused: There is no server \"s4\"; `skerry server list` shows what there is.",
                tell(new ServersMessage.Moved("s4", at(4), new ServerBuild("0.1.0", 1))));
    }

    @Test
    void anIdIsNeverUsedTwice() {
        three();
        assertEquals("removed s3", remove("s3"));
        assertTrue(servers.removed("s3"));
        assertFalse(servers.removed("s2"));
        assertFalse(servers.removed("s4"));
        assertFalse(servers.removed("s03"));
        assertFalse(servers.removed("n-0123456789ab"));
        assertFalse(servers.removed("s" + "9".repeat(30)));
        issue(9);
        assertEquals("joined s4 at 10.0.0.3:4647 by token", join(9, 3));
        assertEquals(
                "refused: There is no server \"s3\"; `skerry server list` shows what there is. It"
                        + " was one, and was removed.",
                remove("s3"));
    }

    @Test
    void whatARemovedServerJoinedWithIsWorthNothing() {
        three();
        remove("s3");
        assertNull(servers.joinedBy(hash(3)));
        assertEquals(UNKNOWN, join(3, 3));
    }

    @Test
    void theLastOneStays() {
        three();
        assertEquals("removed s1", remove("s1"));
        assertEquals("removed s3", remove("s3"));
        assertEquals(
                "refused: Server s2 is the only one, and without it there is no control plane. Let"
                        + " another one join first, with a token of `skerry server join-token`.",
                remove("s2"));
        assertEquals("", found(1));
    }

    @Test
    void tokensThatCanBeUsedAreFew() {
        for (int i = 0; i < 20; i++) issue(i);
        assertEquals(
                "refused: join tokens for servers that are not used: the limit of 20 tokens is"
                        + " reached.",
                issue(20));
        tickMs += 30 * MINUTE_MS;
        assertEquals("issued server token until 3600500", issue(20));
        assertEquals(21, servers.tokens().size());
    }

    @Test
    void aTokenThatWasUsedMakesRoomForAnother() {
        found(1);
        for (int i = 0; i < 20; i++) issue(i);
        join(7, 2);
        assertEquals("issued server token until 1800500", issue(20));
        assertTrue(issue(21).startsWith("refused: join tokens"));
    }

    @Test
    void tokensThatHaveEndedAreForgottenAfterADayOrWhenTheyAreMany() {
        three();
        for (int i = 10; i < 25; i++) issue(i);
        tickMs += 30 * MINUTE_MS;
        for (int i = 30; i < 45; i++) issue(i);
        tickMs += 30 * MINUTE_MS;
        assertEquals("forgotten 10\nissued server token until 5400500", issue(50));
        assertEquals(2 + 20 + 1, servers.tokens().size());
        for (int i = 10; i < 20; i++) assertFalse(servers.tokens().has(hash(i)), "the oldest go");
        for (int i = 30; i < 45; i++) assertTrue(servers.tokens().has(hash(i)));
        tickMs += DAY_MS + 30 * MINUTE_MS;
        assertEquals("forgotten 20\nissued server token until 93600500", issue(52));
        tickMs++;
        assertTrue(issue(51).startsWith("forgotten 1\n"));
        assertEquals("s3", servers.joinedBy(hash(3)));
    }

    @Test
    void wrongTokensAreRefused() {
        issue(1);
        assertEquals("refused: This token is already there. Make another secret.", issue(1));
        assertEquals(
                "refused: hash is \"…\"; it should be a SHA-256 in 64 hexadecimal digits.",
                tell(new ServersMessage.IssueToken("abc", MINUTE_MS)));
        assertTrue(
                tell(new ServersMessage.IssueToken("F".repeat(64), MINUTE_MS))
                        .startsWith("refused: hash is "));
        for (long life : new long[] {MINUTE_MS - 1, DAY_MS + 1, -1})
            assertEquals(
                    "refused: ttl is \"%s\"; it should be from 1m to 24h."
                            .formatted(Text.duration(life)),
                    tell(new ServersMessage.IssueToken(hash(2), life)));
        assertEquals(
                "issued server token until 86400500",
                tell(new ServersMessage.IssueToken(hash(2), DAY_MS)));
        assertEquals(
                "issued server token until 60500",
                tell(new ServersMessage.IssueToken(hash(3), MINUTE_MS)));
    }

    @Test
    void nothingIsWaitedForAndTheTimeIsRemembered() {
        tickMs = 12_345;
        issue(1);
        assertEquals(12_345, machine.newestTickMs(servers));
        assertEquals(servers, servers.from(1, 0), "it never goes back");
        assertEquals(PersistentAgenda.NEVER, machine.wakeAtTickMs(servers));
    }

    @Test
    void whoMustBeRightWhileTheDiskIsFullIsHeard() {
        assertTrue(machine.canWait(new ServersMessage.IssueToken(hash(1), MINUTE_MS)));
        assertTrue(
                machine.canWait(new ServersMessage.Join(hash(1), at(1), new ServerBuild("1", 1))));
        assertFalse(machine.canWait(new ServersMessage.Found(at(1), new ServerBuild("1", 1))));
        assertFalse(
                machine.canWait(new ServersMessage.Moved("s1", at(1), new ServerBuild("1", 1))));
        assertFalse(machine.canWait(new ServersMessage.Remove("s1")));
    }

    /// A log of another build is not to fail on what this one would not decide.
    @Test
    void factsAboutNobodyAreHarmless() {
        three();
        var before = servers;
        for (var fact :
                List.of(
                        new ServersFact.TokensForgotten(List.of(hash(99))),
                        new ServersFact.ServerMoved("s9", at(9), new ServerBuild("1", 1)),
                        new ServersFact.ServerRemoved("s9")))
            assertEquals(before, machine.apply(servers, fact));
    }

    @Test
    void factsSayWhatTheyAreAbout() {
        three();
        var member = servers.members().get(1);
        assertEquals("server s2", new ServersFact.ServerJoined(member, hash(2)).about());
        assertEquals(
                "server s2",
                new ServersFact.ServerMoved("s2", at(2), new ServerBuild("1", 1)).about());
        assertEquals("server s2", new ServersFact.ServerRemoved("s2").about());
        assertEquals("", new ServersFact.TokensForgotten(List.of(hash(2))).about());
        var token = servers.tokens().values().iterator().next();
        assertEquals("", new ServersFact.TokenIssued(token).about());
    }

    private static Act act(int format) {
        var later = new Room<>("later", new Later(format), ServersCodec.of(String.class));
        return new Act(Caller.SERVERS, 0, List.of(later.told("word")));
    }

    private record Later(int format) implements Machine<String, String, String, NoEffect> {
        @Override
        public String empty() {
            return "";
        }

        @Override
        public Decision<String, NoEffect> decide(Sight<String> sight, String word, Now now) {
            return Decision.of(List.of(word));
        }

        @Override
        public String apply(String state, String fact) {
            return fact;
        }

        @Override
        public int format(String fact) {
            return format;
        }
    }

    @Test
    void whatNotAllReadIsNotDecided() {
        assertNull(machine.unreadable(servers, 2), "nobody is known yet");
        three();
        for (int i = 1; i <= 3; i += 2) {
            var build = new ServerBuild("0.2.0", 3);
            tell(new ServersMessage.Moved("s" + i, at(i), build));
        }
        var refusal = machine.unreadable(servers, 2);
        assertTrue(
                refusal != null && refusal.sentence().startsWith("Server s2 runs Skerry 0.1.0, "));
        remove("s2");
        assertNull(machine.unreadable(servers, 3));
        assertTrue(machine.unreadable(servers, 4) != null);
    }

    @Test
    void whoCannotReadTheLogIsNotLetIn() {
        found(1);
        servers = machine.witness(servers, act(1));
        assertEquals(1, servers.logFormat());
        tell(new ServersMessage.Moved("s1", at(1), new ServerBuild("0.2.0", 2)));
        servers = machine.witness(machine.witness(servers, act(2)), act(1));
        assertEquals(2, servers.logFormat());
        issue(2);
        var refused =
                "refused: The log has changes of format 2, and Skerry 0.1.0 reads up to format 1.";
        assertTrue(join(2, 2).startsWith(refused));
        var older = new ServersMessage.Moved("s1", at(1), new ServerBuild("0.1.0", 1));
        assertTrue(tell(older).startsWith(refused));
        var newer = new ServersMessage.Join(hash(2), at(2), new ServerBuild("0.2.0", 2));
        assertEquals("joined s2 at 10.0.0.2:4647 by token", tell(newer));
    }
}
