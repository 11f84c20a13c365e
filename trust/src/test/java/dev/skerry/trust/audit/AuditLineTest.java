package dev.skerry.trust.audit;

import static dev.skerry.trust.codec.TrustRoom.TRUST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Told;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.TrustMachine;
import dev.skerry.trust.state.AccessToken;
import dev.skerry.trust.state.Trust;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The text of a line, and its hash as anybody can compute it.
class AuditLineTest {
    private static final long WALL_MS = 1_790_000_000_123L;
    private static final Caller ADA =
            new Caller(Caller.Kind.PERSON, "ada", "0123456789ab", "192.0.2.7");
    private static final AuditHead BEFORE = new AuditHead(1, "ab".repeat(32));
    private static final TrustFact DELETED = new TrustFact.RoleDeleted("shop");
    private static final TrustFact REFUSED =
            new TrustFact.RefusalsNoted(
                    List.of(
                            new TurnedAway("person", "", "192.0.2.9", "GET", "/v1/jobs", 401, 12),
                            new TurnedAway("person:ci", "ab", "::1", "PUT", "-", 403, 1)),
                    7);

    static Act act(Caller caller, TrustFact... facts) {
        var told = new ArrayList<Told>();
        for (var fact : facts) told.add(TRUST.told(fact));
        return new Act(caller, WALL_MS, told);
    }

    private static AuditLine line(AuditHead before, Act act) {
        var line = AuditLine.of(before, act);
        assertNotNull(line);
        return line;
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String sha256(String text) throws Exception {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// They are in files, and their hashes in states: this never changes.
    @Test
    void theLineOfAnActIsThis() throws Exception {
        var act = act(ADA, DELETED, new TrustFact.TokenRevoked("ffffffffffff"), DELETED);
        var facts = new ByteArrayOutputStream();
        for (var told : act.facts()) {
            facts.write(new byte[] {0, 0, 0, 5});
            facts.write("trust".getBytes(StandardCharsets.US_ASCII));
            facts.write(ByteBuffer.allocate(4).putInt(told.bytes().length).array());
            facts.write(told.bytes());
        }
        var open =
                """
                {"number":2,"at":"2026-09-21T14:13:20.123Z","who":"person:ada",\
                "by":"0123456789ab","from":"192.0.2.7",\
                "did":["trust RoleDeleted shop","trust TokenRevoked ffffffffffff"],\
                "facts":"%s\"\
                """
                        .formatted(sha256(facts.toByteArray()));
        var first = line(BEFORE, act);
        var hash = sha256("ab".repeat(32) + open + "}");
        assertEquals(open + ",\"hash\":\"" + hash + "\"}", first.text());
        assertEquals(new AuditHead(2, hash), first.head());
        assertEquals("c0244b4565907b6f0116091fe3a10293ec848af980442a7d459f629b1b70a4e4", hash);
    }

    @Test
    void theNextLineHasTheHashOfThoseBeforeIt() throws Exception {
        var first = line(BEFORE, act(ADA, DELETED));
        var second = line(first.head(), act(ADA, DELETED));
        assertEquals(3, second.number());
        int end = second.text().indexOf(",\"hash\":");
        assertEquals(sha256(first.hash() + second.text().substring(0, end) + "}"), second.hash());
        assertNotEquals(second.hash(), line(new AuditHead(2, "f".repeat(64)), act(ADA, DELETED)));
    }

    @Test
    void refusedRequestsAreToldOneByOne() {
        var text = line(BEFORE, act(Caller.SERVERS, REFUSED)).text();
        var should =
                """
                {"number":2,"at":"2026-09-21T14:13:20.123Z","who":"server","by":"","from":"",\
                "did":["trust RefusalsNoted"],"refused":[\
                {"who":"person","by":"","from":"192.0.2.9","method":"GET","route":"/v1/jobs",\
                "status":401,"count":12},\
                {"who":"person:ci","by":"ab","from":"::1","method":"PUT","route":"-",\
                "status":403,"count":1}],"others":7,"facts":\"\
                """;
        assertEquals(should, text.substring(0, should.length()));
    }

    @Test
    void whatServersAndNodesDoIsNoLine() {
        var node = new Caller(Caller.Kind.NODE, "n-1");
        for (var caller : List.of(Caller.SERVERS, node))
            assertNull(AuditLine.of(BEFORE, act(caller, DELETED)));
        for (var kind : List.of(Caller.Kind.DEVICE, Caller.Kind.TASK))
            assertNotNull(AuditLine.of(BEFORE, act(new Caller(kind, "x"), DELETED)));
    }

    @Test
    void manyFactsAreALineThatIsBounded() {
        var facts = new ArrayList<TrustFact>();
        for (int i = 0; i < 1_000; i++) facts.add(new TrustFact.RoleDeleted("r" + i % 500));
        var text = line(BEFORE, act(ADA, facts.toArray(TrustFact[]::new))).text();
        assertTrue(text.contains("\"trust RoleDeleted r31\",\"and 936 more\"],"), text);
        assertTrue(text.length() < 2_000, text);
    }

    @Test
    void oddNamesStayWithinTheirQuotes() {
        var odd = new Caller(Caller.Kind.PERSON, "a\"b\\c\nd", "", "");
        var text = line(BEFORE, act(odd, DELETED)).text();
        assertTrue(text.contains("\"who\":\"person:a\\\"b\\\\c\\u000ad\",\"by\":"), text);
        var kept = assertInstanceOf(KeptLine.Noted.class, KeptLine.of(text));
        assertTrue(KeptLine.by(kept, "person:a\"b\\c\nd"));
        assertTrue(KeptLine.by(kept, "a\"b\\c\nd"));
    }

    @Test
    void whatIsKeptIsFoundAgain() {
        var line = line(new AuditHead(41, "a".repeat(64)), act(ADA, DELETED));
        var kept = new KeptLine.Noted(line.head(), "2026-09-21T14:13:20.123Z", "person:ada");
        assertEquals(kept, KeptLine.of(line.text()));
        for (var name : List.of("ada", "person:ada")) assertTrue(KeptLine.by(kept, name));
        for (var name : List.of("", "da", "person", "person:", "adam"))
            assertTrue(!KeptLine.by(kept, name), name);
        var head = new AuditHead(12, "0f".repeat(32));
        for (var why : List.of("", "A \"backup\"."))
            assertEquals(new KeptLine.Anchor(head), KeptLine.of(new AuditAnchor(head, why).text()));
        assertEquals(
                "{\"after\":12,\"hash\":\"" + head.hash() + "\",\"why\":\"A \\\"b\\\".\"}",
                new AuditAnchor(head, "A \"b\".").text());
    }

    @Test
    void whatIsTornOrOddIsNotTakenForALine() {
        var whole = line(BEFORE, act(ADA, DELETED)).text();
        for (int end = 0; end < whole.length(); end++)
            assertEquals(new KeptLine.Odd(), KeptLine.of(whole.substring(0, end)));
        var anchor = new AuditAnchor(AuditHead.NONE, "").text();
        for (int end = 0; end < anchor.length() - 2; end++)
            assertEquals(new KeptLine.Odd(), KeptLine.of(anchor.substring(0, end)));
        for (var odd :
                List.of(
                        "",
                        "{}",
                        whole.replace("\"number\":2,", "\"number\":-1,"),
                        whole.replace("\"number\":2,", "\"number\":" + "9".repeat(30) + ","),
                        whole.replace("\",\"by\":\"", "\",\"buy\":\""),
                        whole.toUpperCase(java.util.Locale.ROOT),
                        anchor.replace(":0,", ":x,")))
            assertEquals(new KeptLine.Odd(), KeptLine.of(odd), odd);
    }

    private static TrustFact made(String name) {
        var token =
                new AccessToken("0123456789ab", name, "f".repeat(64), List.of("admin"), 1, 2, 2);
        return name.equals(AccessToken.FIRST)
                ? new TrustFact.FirstTokenMade(token)
                : new TrustFact.TokenCreated(token);
    }

    /// So whatever is done with it is found with who has logged in, and on whose word.
    @Test
    void aLogInOnTheWordOfAnIssuerNamesTheTokenThatIsGiven() {
        var token =
                new AccessToken(
                        "ab0123456789", "ci/shop", "f".repeat(64), List.of("admin"), 1, 2, 2, "ci");
        var shop = new Caller(Caller.Kind.PERSON, "ci/shop", "", "192.0.2.7");
        var in = line(BEFORE, act(shop, new TrustFact.TokenGiven(token))).text();
        assertTrue(in.contains("\"who\":\"person:ci/shop\",\"by\":\"ab0123456789\","), in);
        assertTrue(in.contains("\"did\":[\"trust TokenGiven ci/shop/ab0123456789\"],"), in);
        var old = line(BEFORE, act(shop, new TrustFact.TokenCreated(token))).text();
        assertTrue(old.contains("\"by\":\"\",\"from\":\"192.0.2.7\","), old);
        assertTrue(old.contains("\"did\":[\"trust TokenCreated ci/shop\"],"), "as it was: " + old);
    }

    @Test
    void theFirstLineIsThatOfAToken() {
        for (var act : List.of(act(ADA, DELETED), act(Caller.SERVERS, REFUSED)))
            assertNull(AuditLine.of(AuditHead.NONE, act));
        assertEquals(1, line(AuditHead.NONE, act(ADA, made("ci"))).number());
        var first = line(AuditHead.NONE, act(Caller.SERVERS, made("first")));
        assertTrue(first.text().contains("\"who\":\"server\",\"by\":\"\",\"from\":\"\","));
        assertTrue(first.text().contains("\"did\":[\"trust FirstTokenMade first\"]"));
        var again = act(Caller.SERVERS, new TrustFact.FirstTokenAllowed());
        assertEquals(2, line(first.head(), again).number());
    }

    @Test
    void theStateKnowsTheHashOfTheLastLine() {
        var machine = new TrustMachine();
        var trust = machine.witness(Trust.EMPTY, act(ADA, DELETED));
        assertEquals(Trust.EMPTY, trust);
        trust = machine.witness(trust, act(ADA, made("ci")));
        trust = machine.witness(trust, act(Caller.SERVERS, DELETED));
        trust = machine.witness(trust, act(Caller.SERVERS, REFUSED));
        var first = line(AuditHead.NONE, act(ADA, made("ci")));
        var second = line(first.head(), act(Caller.SERVERS, REFUSED));
        assertEquals(second.head(), trust.audit());
        assertEquals(2, trust.audit().number());
    }
}
