package dev.skerry.trust.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.kernel.Malformed;
import dev.skerry.trust.TrustFact;
import dev.skerry.trust.audit.AuditHead;
import dev.skerry.trust.audit.AuditRetention.AuditMark;
import dev.skerry.trust.audit.TurnedAway;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.policy.Capability;
import dev.skerry.trust.policy.Glob;
import dev.skerry.trust.policy.Level;
import dev.skerry.trust.policy.Role;
import dev.skerry.trust.policy.RoleRule;
import dev.skerry.trust.policy.TaskGlob;
import dev.skerry.trust.signing.SigningRule;
import dev.skerry.trust.signing.VerifyingKey;
import dev.skerry.trust.state.AccessToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustCodecTest {
    static final AccessToken TOKEN =
            new AccessToken(
                    "0123456789ab",
                    "ci",
                    "f".repeat(64),
                    List.of("developer", "shop"),
                    1_000,
                    61_000,
                    60_007);

    static final Role ROLE =
            Role.ofTokens(
                    "shop",
                    "Sells \"things\".",
                    List.of(
                            new RoleRule(
                                    true,
                                    List.of(
                                            new Capability(
                                                    Level.WRITE,
                                                    new Glob("cluster"),
                                                    new Glob("jobs"))),
                                    List.of(new Glob("shop-*")),
                                    List.of()),
                            new RoleRule(
                                    false,
                                    List.of(new Capability(Level.READ, Glob.ALL, Glob.ALL)),
                                    List.of(),
                                    List.of(new Glob("tills")))));

    static final AccessToken GIVEN =
            new AccessToken(
                    "ab0123456789",
                    "ci/shop",
                    "e".repeat(64),
                    List.of("developer"),
                    1_000,
                    61_000,
                    60_007,
                    "ci");

    static final Issuer ISSUER = issuer(new KeySource.Discovered());
    private static final Issuer GIVEN_KEYS = issuer(new KeySource.Given("{\"keys\":[]}"));
    private static final Issuer KEYS_AT = issuer(new KeySource.At("https://ci.example.org/k"));

    private static Issuer issuer(KeySource keys) {
        return new Issuer(
                "ci",
                "https://ci.example.org",
                "skerry",
                keys,
                List.of(SigningAlgorithm.RS256, SigningAlgorithm.EDDSA),
                3_600_000,
                "sub",
                List.of(new ClaimRule("groups", "shop-*", "developer")));
    }

    static final SigningRule SIGNING =
            new SigningRule(
                    "till",
                    List.of(new Glob("till-*")),
                    List.of(new Glob("job")),
                    1,
                    List.of(new VerifyingKey("release", "AQID")));

    static final AuditHead HEAD = new AuditHead(7, "e".repeat(64));

    private static final List<TrustFact> FACTS =
            List.of(
                    new TrustFact.FirstTokenMade(TOKEN),
                    new TrustFact.FirstTokenAllowed(),
                    new TrustFact.TokenCreated(TOKEN),
                    new TrustFact.TokenRevoked("0123456789ab"),
                    new TrustFact.TokensForgotten(List.of("0123456789ab", "ab0123456789")),
                    new TrustFact.RoleApplied(ROLE),
                    new TrustFact.RoleApplied(
                            new Role(
                                    "till",
                                    "",
                                    List.of(),
                                    List.of(new TaskGlob(new Glob("shop"), Glob.ALL)))),
                    new TrustFact.RoleDeleted("shop"),
                    new TrustFact.RefusalsNoted(
                            List.of(
                                    new TurnedAway(
                                            "person:ci",
                                            "0123456789ab",
                                            "192.0.2.7",
                                            "PUT",
                                            "/v1/roles/{name}",
                                            403,
                                            12)),
                            7),
                    new TrustFact.IssuerApplied(ISSUER),
                    new TrustFact.IssuerApplied(GIVEN_KEYS),
                    new TrustFact.IssuerApplied(KEYS_AT),
                    new TrustFact.IssuerDeleted("ci"),
                    new TrustFact.TokenCreated(GIVEN),
                    new TrustFact.SigningRuleApplied(SIGNING),
                    new TrustFact.SigningRuleDeleted("till"),
                    new TrustFact.TokenGiven(GIVEN),
                    new TrustFact.AuditMarked(new AuditMark(HEAD, 5_000)),
                    new TrustFact.AuditLetGo(HEAD));

    /// They are in logs: if this fails, add a fact, and do not change the text.
    private static final String GOLDEN =
            """
            {"firstTokenMade":{"token":TOKEN}}
            {"firstTokenAllowed":{}}
            {"tokenCreated":{"token":TOKEN}}
            {"tokenRevoked":{"id":"0123456789ab"}}
            {"tokensForgotten":{"ids":["0123456789ab","ab0123456789"]}}
            {"roleApplied":{"role":{"name":"shop","description":"Sells \\"things\\".","rules":[\
            {"allow":true,"capabilities":[{"level":"WRITE","room":{"pattern":"cluster"},\
            "kind":{"pattern":"jobs"}}],"namespaces":[{"pattern":"shop-*"}],"pools":[]},\
            {"allow":false,"capabilities":[{"level":"READ","room":{"pattern":"*"},\
            "kind":{"pattern":"*"}}],"namespaces":[],"pools":[{"pattern":"tills"}]}]}}}
            {"roleApplied":{"role":{"name":"till","description":"","rules":[],"tasks":[\
            {"namespace":{"pattern":"shop"},"job":{"pattern":"*"}}]}}}
            {"roleDeleted":{"name":"shop"}}
            {"refusalsNoted":{"refused":[{"who":"person:ci","by":"0123456789ab",\
            "from":"192.0.2.7","method":"PUT","route":"/v1/roles/{name}","status":403,\
            "count":12}],"others":7}}
            {"issuerApplied":{"issuer":ISSUER"keys":{"discovered":{}},RULES}}}
            {"issuerApplied":{"issuer":ISSUER"keys":{"given":{"jwks":"{\\"keys\\":[]}"}},RULES}}}
            {"issuerApplied":{"issuer":ISSUER"keys":{"at":{\
            "address":"https://ci.example.org/k"}},RULES}}}
            {"issuerDeleted":{"name":"ci"}}
            {"tokenCreated":{"token":{"id":"ab0123456789","name":"ci/shop","hash":"HASH",\
            "roles":["developer"],"createdWallMs":1000,"expiresWallMs":61000,\
            "expiresTickMs":60007,"issuer":"ci"}}}
            {"signingRuleApplied":{"rule":{"name":"till","namespaces":[{"pattern":"till-*"}],\
            "kinds":[{"pattern":"job"}],"need":1,"keys":[{"name":"release","spki":"AQID"}]}}}
            {"signingRuleDeleted":{"name":"till"}}
            {"tokenGiven":{"token":{"id":"ab0123456789","name":"ci/shop","hash":"HASH",\
            "roles":["developer"],"createdWallMs":1000,"expiresWallMs":61000,\
            "expiresTickMs":60007,"issuer":"ci"}}}
            {"auditMarked":{"mark":{"at":{"number":7,"hash":"HASH"},"tickMs":5000}}}
            {"auditLetGo":{"upTo":{"number":7,"hash":"HASH"}}}
            """
                    .replace(
                            "TOKEN",
                            """
                            {"id":"0123456789ab","name":"ci","hash":"%s",\
                            "roles":["developer","shop"],"createdWallMs":1000,\
                            "expiresWallMs":61000,"expiresTickMs":60007}\
                            """
                                    .formatted("f".repeat(64)))
                    .replace("HASH", "e".repeat(64))
                    .replace(
                            "ISSUER",
                            """
                            {"name":"ci","url":"https://ci.example.org","audience":"skerry",\
                            """)
                    .replace(
                            "RULES",
                            """
                            "algorithms":["RS256","EDDSA"],"ttlMs":3600000,"subject":"sub",\
                            "roles":[{"claim":"groups","is":"shop-*","role":"developer"}]\
                            """);

    @Test
    void theBytesThatAreInLogsAreThese() throws Exception {
        var lines = new StringBuilder();
        for (var fact : FACTS) {
            var bytes = TrustCodec.TRUST_FACT.encode(fact);
            lines.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        assertEquals(GOLDEN, lines.toString());
        var back = new ArrayList<TrustFact>();
        for (var line : GOLDEN.lines().toList())
            back.add(TrustCodec.TRUST_FACT.decode(line.getBytes(StandardCharsets.UTF_8)));
        assertEquals(FACTS, back);
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var text : List.of("", "{}", "{\"nope\":{}}", "[1]", "{\"roleDeleted\":{\"na"))
            assertThrows(
                    Malformed.class,
                    () -> TrustCodec.TRUST_FACT.decode(text.getBytes(StandardCharsets.UTF_8)),
                    text);
    }

    @Test
    void thereIsAFormOfAllThatIsKept() {
        for (var names : List.of(TrustNames.FACTS, TrustNames.SAVED, TrustNames.KEYS))
            for (var type : names.all()) assertNotNull(TrustCodec.of(type), type.getName());
    }
}
