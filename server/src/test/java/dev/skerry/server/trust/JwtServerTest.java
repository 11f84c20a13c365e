package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.JSON;
import static dev.skerry.server.trust.TrustFixture.body;
import static dev.skerry.server.trust.TrustFixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.trust.jwt.TestIssuer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logging in on the word of an issuer, over real HTTP at both ends.
class JwtServerTest {
    @TempDir Path folder;
    private TestIssuer web;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        web = new TestIssuer();
        web.add("RSA-1", "a");
        server = new TrustFixture(folder.resolve("data"), false);
        assertEquals(200, server.issuer(server.first(), "ci", file("reader")).statusCode());
    }

    @AfterEach
    void end() {
        server.close();
        web.close();
    }

    private String file(String role) {
        return """
        issuer: ci
        url: %s
        audience: skerry
        roles:
          - {claim: sub, is: ada, role: %s}
          - {claim: realm.groups, is: "shop-*", role: developer}
        """
                .formatted(web.url(), role);
    }

    private String token(String jwt) throws Exception {
        var answer = server.login(jwt);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        return value("token", answer.body());
    }

    private static void refused(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    @Test
    void aJwtIsExchangedForAToken() throws Exception {
        var jwt = web.usual("RSA-1", "a", ",\"realm\":{\"groups\":[\"shop-north\"]}");
        var answer = server.login(jwt);
        var ends = Instant.parse(value("expires", answer.body()));
        assertTrue(ends.isBefore(Instant.now().plusSeconds(301)), answer.body());
        var token = value("token", answer.body());
        var self = server.get(token, "/v1/self");
        assertEquals(200, self.statusCode(), self.body());
        assertTrue(self.body().contains("\"caller\":\"person:ci/ada\""), self.body());
        assertTrue(self.body().contains("\"roles\":[\"reader\",\"developer\"]"), self.body());
        var again = token(jwt);
        assertEquals(200, server.get(again, "/v1/self").statusCode());
        assertEquals(200, server.get(token, "/v1/self").statusCode(), "both live");
        var list = server.get(server.first(), "/v1/tokens?perPage=1").headers();
        assertTrue(
                list.firstValue("X-Skerry-Next").orElse("").startsWith("ci%2Fada%2F"), "" + list);
        assertEquals(1, web.asked.get());
    }

    /// One search finds the log-in and all that was done with what it gave.
    @Test
    void theAuditNamesWhoTheIssuerAndTheToken() throws Exception {
        assertEquals(200, server.issuer(server.first(), "ci", file("admin")).statusCode());
        var jwt = web.usual("RSA-1", "a", "");
        var token = token(jwt);
        var other = token(jwt);
        for (var each : List.of(other, token, other)) {
            var role = "role: r%s\nrules: [{allow: [read cluster/jobs]}]\n".formatted(id(each));
            assertEquals(200, server.role(each, "r" + id(each), role).statusCode());
        }
        var begin = "\"who\":\"person:ci/ada\",\"by\":\"%s\",".formatted(id(token));
        var lines = server.get(server.first(), "/v1/audit?who=ci/ada").body();
        var own = lines.lines().filter(it -> it.contains(begin)).toList();
        assertEquals(2, own.size(), lines);
        assertTrue(own.get(0).contains("\"trust TokenGiven ci/ada/" + id(token) + "\""), lines);
        assertTrue(own.get(1).contains("\"trust RoleApplied r" + id(token) + "\""), lines);
        var all = server.get(server.first(), "/v1/audit?from=0").body();
        assertFalse(all.contains(jwt.substring(jwt.lastIndexOf('.'))), "never the JWT");
    }

    private static String id(String token) {
        return token.substring(7, 19);
    }

    @Test
    void aBrowserLogsInByAJwt() throws Exception {
        var jwt = "{\"jwt\":\"%s\"}".formatted(web.usual("RSA-1", "a", ""));
        var in = server.send(body(server.request("/v1/session"), "POST", JSON, jwt));
        assertEquals(200, in.statusCode(), in.body());
        var set = in.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(set.startsWith("skerry-session=skerry_") && set.contains("HttpOnly"), set);
        var cookie = set.substring(0, set.indexOf(';'));
        var self = server.send(server.request("/v1/self").header("Cookie", cookie));
        assertTrue(self.body().contains("person:ci/ada"), self.body());
    }

    @Test
    void whatIsWrongIsRefusedAndCounts() throws Exception {
        refused(401, "no issuer that is known", server.login(eve("iss", "https://eve.example")));
        refused(401, "The claim aud of the JWT", server.login(eve("aud", "other")));
        var wrong = web.usual("RSA-2", "a", "");
        refused(401, "signed with no key of issuer ci", server.login(wrong));
        refused(401, "no signed JWT", server.login("x"));
        refused(401, "no signed JWT", server.login("eyJhbGciOiJub25lIn0.e30."));
        refused(429, "were wrong", server.login(wrong));
        assertEquals(
                200, server.login(web.usual("RSA-1", "a", "")).statusCode(), "a right one is in");
        refused(413, "at most 8 KiB", server.login("e".repeat(100_000)));
    }

    private String eve(String claim, String value) throws Exception {
        var claims = web.claims("").replaceFirst("\"" + claim + "\":\"[^\"]*\"", "");
        var json = claims.replaceFirst("\\{,?", "{\"%s\":\"%s\",".formatted(claim, value));
        return TestIssuer.jwt("{\"alg\":\"RS256\"}", json.replace(",,", ","), "RSA-1");
    }

    @Test
    void whoHasNoRoleIsToldWhereWasLooked() throws Exception {
        var claims = web.claims("").replace("\"ada\"", "\"bob\"");
        var answer = server.login(TestIssuer.jwt("{\"alg\":\"RS256\"}", claims, "RSA-1"));
        refused(403, "the claims looked at are sub, realm.groups", answer);
        assertFalse(answer.body().contains("ada") || answer.body().contains("shop-"));
    }

    @Test
    void anIssuerThatChangesOrGoesEndsItsTokens() throws Exception {
        var jwt = web.usual("RSA-1", "a", "");
        var token = token(jwt);
        assertEquals(200, server.issuer(server.first(), "ci", file("reader")).statusCode());
        assertEquals(200, server.get(token, "/v1/self").statusCode(), "nothing has changed");
        assertEquals(200, server.issuer(server.first(), "ci", file("operator")).statusCode());
        refused(401, "There is no such token", server.get(token, "/v1/self"));
        token = token(jwt);
        assertEquals(200, server.delete(server.first(), "/v1/issuers/ci").statusCode());
        refused(401, "There is no such token", server.get(token, "/v1/self"));
        refused(401, "no issuer that is known", server.login(jwt));
    }

    /// Whoever has stolen a key comes with it: it was withdrawn, and the file is the same as
    /// before.
    @Test
    void anIssuerThatIsThereAgainHasItsKeysReadAnew() throws Exception {
        var stolen = web.usual("RSA-1", "a", "");
        var _ = token(stolen);
        web.remove("RSA-1");
        web.add("RSA-2", "b");
        assertEquals(200, server.delete(server.first(), "/v1/issuers/ci").statusCode());
        assertFalse(server.get(server.first(), "/metrics").body().contains("issuer=\"ci\""));
        assertEquals(200, server.issuer(server.first(), "ci", file("reader")).statusCode());
        refused(401, "signed with no key of issuer ci", server.login(stolen));
        var _ = token(web.usual("RSA-2", "b", ""));
        assertEquals(2, web.asked.get());
        web.remove("RSA-2");
        web.add("RSA-3", "c");
        for (var role : List.of("operator", "reader"))
            assertEquals(200, server.issuer(server.first(), "ci", file(role)).statusCode());
        refused(401, "signed with no key of", server.login(web.usual("RSA-2", "b", "")));
        var _ = token(web.usual("RSA-3", "c", ""));
    }

    @Test
    void onlyWhoMaySaysWhoseWordIsTaken() throws Exception {
        var reader = server.token(server.first(), "bob", "reader");
        var operator = server.token(server.first(), "eve", "operator");
        assertEquals(403, server.get(reader, "/v1/issuers").statusCode());
        assertEquals(200, server.get(operator, "/v1/issuers").statusCode());
        assertEquals(403, server.issuer(operator, "x", file("admin")).statusCode());
        assertEquals(403, server.delete(operator, "/v1/issuers/ci").statusCode());
        assertEquals(404, server.get(operator, "/v1/issuers/x").statusCode());
    }

    @Test
    void anIssuerThatIsDownIsSaid() throws Exception {
        web.status = 500;
        refused(503, "cannot be read now", server.login(web.usual("RSA-1", "a", "")));
        var list = server.get(server.first(), "/v1/issuers").body();
        assertTrue(list.contains("/.well-known/openid-configuration answers 500"), list);
        var figures = server.get(server.first(), "/metrics").body();
        assertTrue(figures.contains("skerry_issuer_keys_failed_total{issuer=\"ci\"} 1"), figures);
        assertTrue(figures.contains("skerry_issuers 1"), figures);
    }

    /// Both keys, JWT and signature are made by a program that nobody here wrote.
    @Test
    void opensslSignsOneToo() throws Exception {
        var key = folder.resolve("key.pem");
        run("openssl", "genpkey", "-algorithm", "ED25519", "-out", key.toString());
        var der = folder.resolve("public.der");
        run("openssl", "pkey", "-in", key + "", "-pubout", "-outform", "DER", "-out", der + "");
        var encoded = Files.readAllBytes(der);
        var bytes = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var jwk =
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                        .formatted(encoder.encodeToString(bytes));
        var file =
                "issuer: by-hand\nurl: by-hand\naudience: skerry\nkeys: '{\"keys\":[%s]}'\n"
                                .formatted(jwk)
                        + "roles: [{claim: sub, is: ada, role: reader}]\n";
        var applied = server.issuer(server.first(), "by-hand", file);
        assertEquals(200, applied.statusCode(), applied.body());
        var claims = web.claims("").replace(web.url(), "by-hand");
        var open = text("{\"alg\":\"EdDSA\"}") + "." + text(claims);
        var signed = Files.writeString(folder.resolve("open"), open);
        var signature = folder.resolve("signature");
        run(
                "openssl",
                "pkeyutl",
                "-sign",
                "-rawin",
                "-inkey",
                key + "",
                "-in",
                signed + "",
                "-out",
                signature + "");
        var jwt = open + "." + encoder.encodeToString(Files.readAllBytes(signature));
        var self = server.get(token(jwt), "/v1/self");
        assertTrue(self.body().contains("person:by-hand/ada"), self.body());
    }

    private static String text(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void run(String... words) throws Exception {
        var running = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, running.waitFor(), said);
    }

    /// A program that asks without an end.
    @Test
    void whoAsksTooMuchIsAskedToWait() throws Exception {
        server.close();
        server = new TrustFixture(folder.resolve("slow"), false, 20);
        var first = server.first();
        var ci = server.token(first, "ci", "reader");
        var answer = server.get(ci, "/v1/jobs");
        for (int i = 0; i < 10_000 && answer.statusCode() == 200; i++)
            answer = server.get(ci, "/v1/jobs");
        refused(429, "More than 20 requests a second", answer);
        assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
        assertEquals(200, server.get(first, "/v1/self").statusCode(), "others go on");
        awaitNoted(first);
        var stranger = server.send(server.request("/v1/openapi.yaml"));
        for (int i = 0; i < 10_000 && stranger.statusCode() == 200; i++)
            stranger = server.send(server.request("/v1/openapi.yaml"));
        refused(429, "More than 20 requests a second", stranger);
    }

    /// It is in the audit by whom.
    private void awaitNoted(String token) throws Exception {
        long untilNs = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
        var wanted = List.of("\"who\":\"person:ci\"", "\"status\":429");
        for (var index = "0"; System.nanoTime() < untilNs; ) {
            var answer = server.get(token, "/v1/audit?who=server");
            var lines = answer.body();
            if (wanted.stream().allMatch(lines::contains)) return;
            var waited = server.get(token, "/v1/tokens?wait=1s&index=" + index);
            index = waited.headers().firstValue("X-Skerry-Index").orElse("0");
        }
        throw new AssertionError("it is not noted");
    }
}
