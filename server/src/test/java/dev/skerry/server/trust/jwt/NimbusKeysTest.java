package dev.skerry.server.trust.jwt;

import static dev.skerry.server.trust.jwt.TestIssuer.jwt;
import static dev.skerry.server.trust.jwt.TestIssuer.pair;
import static dev.skerry.server.trust.jwt.TestIssuer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.skerry.http.Declined;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.server.issuers.KeysState;
import dev.skerry.trust.server.issuers.WrongJwt;
import java.io.IOException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures and keys, with a clock that is an argument and keys that are handed over.
class NimbusKeysTest {
    private static final String CLAIMS = "{\"iss\":\"https://ci.example.org\",\"sub\":\"ada\"}";
    private static final String RS256 = "{\"alg\":\"RS256\",\"kid\":\"a\"}";

    /// What the issuer answers; empty: nothing.
    private String page = page("RSA-1 a", "EC-1 b", "Ed25519-1 c");

    private int asked;
    private long tickMs = 1_000;

    private final NimbusKeys keys =
            new NimbusKeys(_ -> {
                asked++;
                if (page.isEmpty()) throw new IOException("it is down");
                return page;
            });

    /// @param each the name of a pair, and an id
    private static String page(String... each) {
        var all =
                List.of(each).stream()
                        .map(it -> it.split(" ", 2))
                        .map(it -> TestIssuer.jwk(it[0], it.length < 2 ? "" : it[1]))
                        .toList();
        return new JWKSet(all).toString(true);
    }

    private static Issuer issuer(KeySource from) {
        return new Issuer(
                "ci",
                "https://ci.example.org",
                "skerry",
                from,
                SigningAlgorithm.USUAL,
                Issuer.TTL_DEFAULT_MS,
                "sub",
                List.of(new ClaimRule("sub", "*", "reader")));
    }

    private static final Issuer READ = issuer(new KeySource.At("https://ci.example.org/keys"));

    /// What is said of a JWT; empty: it is right.
    private String said(String jwt) throws Exception {
        return said(jwt, READ);
    }

    private String said(String jwt, Issuer issuer) throws Exception {
        try {
            var claims = keys.signed(jwt, issuer, tickMs);
            assertEquals("ada", claims.values().get("sub"));
            return "";
        } catch (WrongJwt e) {
            return e.sentence();
        } catch (Declined e) {
            return e.problem().status() + " " + e.problem().detail();
        }
    }

    private static void says(String words, String said) {
        assertTrue(said.contains(words), said);
    }

    private static final String NO_KEY = "The JWT is signed with no key of issuer ci; it names \"";

    @Test
    void eachKindOfKeySigns() throws Exception {
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals("", said(jwt("{\"alg\":\"ES256\",\"kid\":\"b\"}", CLAIMS, "EC-1")));
        assertEquals("", said(jwt("{\"alg\":\"EdDSA\",\"kid\":\"c\"}", CLAIMS, "Ed25519-1")));
        assertEquals("", said(jwt("{\"alg\":\"EdDSA\"}", CLAIMS, "Ed25519-1")), "without an id");
        assertEquals(1, asked, "they are kept");
        assertEquals("https://ci.example.org", keys.claimedUrl(jwt(RS256, CLAIMS, "RSA-1")));
    }

    /// Somebody else's key, or a key for something else.
    @Test
    void nobodyElseSigns() throws Exception {
        says(NO_KEY + "a\"", said(jwt(RS256, CLAIMS, "RSA-2")));
        says(NO_KEY + "c\"", said(jwt("{\"alg\":\"EdDSA\",\"kid\":\"c\"}", CLAIMS, "Ed25519-2")));
        says(NO_KEY + "b\"", said(jwt("{\"alg\":\"RS256\",\"kid\":\"b\"}", CLAIMS, "RSA-1")));
        says(NO_KEY + "a\"", said(jwt("{\"alg\":\"EdDSA\",\"kid\":\"a\"}", CLAIMS, "Ed25519-1")));
        says(NO_KEY + "c\"", said(jwt("{\"alg\":\"EdDSA\",\"kid\":\"c\"}", CLAIMS, "RSA-1")));
        var right = jwt(RS256, CLAIMS, "RSA-1");
        var other = text(CLAIMS.replace("ada", "eve"));
        says(NO_KEY, said(right.replaceAll("\\..*\\.", "." + other + ".")));
        says(NO_KEY, said(right.substring(0, right.length() - 4)));
        says("no signed JWT", said(right.substring(0, right.lastIndexOf('.') + 1)));
    }

    @Test
    void withoutASignatureItIsNone() throws Exception {
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            var open = text("{\"alg\":\"" + none + "\"}") + "." + text(CLAIMS) + ".";
            assertTrue(!said(open).isEmpty(), none);
            assertTrue(!said(open + "AAAA").isEmpty(), none);
        }
        says("no signed JWT", said(text("{\"alg\":\"none\"}") + "." + text(CLAIMS) + "."));
    }

    /// Who knows a public key, as everybody does, could make these.
    @Test
    void aPublicKeyIsNoSecret() throws Exception {
        var key = pair("RSA-1").getPublic();
        var pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getEncoded())
                        + "\n-----END PUBLIC KEY-----\n";
        for (var secret : List.of(key.getEncoded(), pem.getBytes(UTF_8), page.getBytes(UTF_8))) {
            var open = text("{\"alg\":\"HS256\",\"kid\":\"a\"}") + "." + text(CLAIMS);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            var made =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encode(mac.doFinal(open.getBytes(UTF_8)));
            says(
                    "by the algorithm \"HS256\", which is not taken",
                    said(open + "." + new String(made, UTF_8)));
        }
        says("which is not taken", said(jwt("{\"alg\":\"RS512\",\"kid\":\"a\"}", CLAIMS, "RSA-1")));
    }

    /// What comes along with a JWT says nothing about who has signed it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jwk\":JWK",
                "\"jku\":\"http://127.0.0.1:1/keys\"",
                "\"x5u\":\"http://127.0.0.1:1/chain\"",
                "\"x5c\":[\"AAAA\"]",
                "\"kid\":\"a\",\"jwk\":JWK,\"jku\":\"https://eve.example.org/keys\""
            })
    void keysThatComeAlongAreNotLookedAt(String more) throws Exception {
        var own = TestIssuer.jwk("RSA-2", "a").toJSONString();
        var header = "{\"alg\":\"RS256\",%s}".formatted(more.replace("JWK", own));
        assertTrue(!said(jwt(header, CLAIMS, "RSA-2")).isEmpty(), header);
        assertTrue(asked <= 2, "nobody else is asked");
    }

    @Test
    void whatMustBeUnderstoodIsNot() throws Exception {
        var crit = "{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[\"exp\"],\"exp\":1}";
        says("`crit`", said(jwt(crit, CLAIMS, "RSA-1")));
        var b64 = "{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[\"b64\"],\"b64\":false}";
        assertTrue(!said(jwt(b64, CLAIMS, "RSA-1")).isEmpty());
        var bare = "{\"alg\":\"RS256\",\"kid\":\"a\",\"b64\":false}";
        assertTrue(!said(jwt(bare, CLAIMS, "RSA-1")).isEmpty());
    }

    @Test
    void whatIsMadeForSomethingElseIsNotTaken() throws Exception {
        for (var type : List.of("JWT", "jwt", "at+jwt"))
            assertEquals("", said(jwt(typed(type), CLAIMS, "RSA-1")));
        for (var type : List.of("logout+jwt", "secevent+jwt", "dpop+jwt"))
            says("is not for logging in", said(jwt(typed(type), CLAIMS, "RSA-1")));
    }

    private static String typed(String type) {
        return "{\"alg\":\"RS256\",\"kid\":\"a\",\"typ\":\"%s\"}".formatted(type);
    }

    @Test
    void whatIsEncryptedIsNotTaken() throws Exception {
        var header = new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM);
        var jwe = new EncryptedJWT(header, new JWTClaimsSet.Builder().subject("ada").build());
        jwe.encrypt(new RSAEncrypter((RSAPublicKey) pair("RSA-1").getPublic()));
        says("one that is encrypted is not taken", said(jwe.serialize()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b.c",
                "ey",
                "eyJhbGciOiJSUzI1NiJ9..",
                "eyJhbGciOiJSUzI1NiJ9.e30.AAAA.AAAA",
                "W10.W10.AAAA",
                "skerry_0123456789ab_x",
                "\u0000.\u0000.\u0000"
            })
    void whatIsNoJwtIsRefused(String text) throws Exception {
        assertTrue(!said(text).isEmpty(), text);
        assertThrows(WrongJwt.class, () -> keys.claimedUrl(text));
    }

    @Test
    void deepJsonIsRefused() throws Exception {
        var deep = "[".repeat(3_000) + "]".repeat(3_000);
        var claims = "{\"iss\":\"x\",\"a\":" + deep + "}";
        for (var jwt :
                List.of(
                        jwt(RS256, claims, "RSA-1"),
                        jwt("{\"alg\":\"RS256\",\"a\":" + deep + "}", CLAIMS, "RSA-1"))) {
            try {
                assertNotNull(keys.claimedUrl(jwt));
            } catch (WrongJwt e) {
                says("JWT", e.sentence());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/keys?a=b", "a/b", "' OR 1=1", "\u202e", "%00"})
    void anIdIsOnlyCompared(String id) throws Exception {
        var header = "{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(id);
        says(NO_KEY + id, said(jwt(header, CLAIMS, "RSA-1")));
        page = page("RSA-1 " + id);
        tickMs += KeyRing.AGAIN_MS;
        assertEquals("", said(jwt(header, CLAIMS, "RSA-1")));
    }

    @Test
    void keysThatRotateAreReadOnceAMinute() throws Exception {
        var next = jwt("{\"alg\":\"RS256\",\"kid\":\"next\"}", CLAIMS, "RSA-2");
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        says(NO_KEY + "next\"", said(next));
        assertEquals(1, asked, "it was read just now");
        page = page("RSA-2 next");
        tickMs += KeyRing.AGAIN_MS - 1;
        says(NO_KEY, said(next));
        tickMs += 1;
        assertEquals("", said(next));
        assertEquals(2, asked);
        says(NO_KEY + "a\"", said(jwt(RS256, CLAIMS, "RSA-1")));
        for (int i = 0; i < 100; i++)
            said(jwt("{\"alg\":\"RS256\",\"kid\":\"x\"}", CLAIMS, "RSA-2"));
        assertEquals(2, asked, "whatever they are called");
    }

    @Test
    void aKeyThatIsWithdrawnIsGoneAfterTenMinutes() throws Exception {
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = page("RSA-2 next");
        tickMs += KeyRing.FRESH_MS - 1;
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        tickMs += 1;
        says(NO_KEY, said(jwt(RS256, CLAIMS, "RSA-1")));
    }

    /// As that of a server does that leads for the first time: they would be good for hours more.
    @Test
    void aClockThatGoesBackMakesThemOld() throws Exception {
        tickMs = 3_600_000;
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = page("RSA-2 next");
        tickMs = 1_000;
        says(NO_KEY, said(jwt(RS256, CLAIMS, "RSA-1")));
    }

    @Test
    void keysWithoutIdsRotateToo() throws Exception {
        page = page("RSA-1");
        assertEquals("", said(jwt("{\"alg\":\"RS256\"}", CLAIMS, "RSA-1")));
        page = page("RSA-2");
        says("no key of issuer ci.", said(jwt("{\"alg\":\"RS256\"}", CLAIMS, "RSA-2")));
        tickMs += KeyRing.AGAIN_MS;
        assertEquals("", said(jwt("{\"alg\":\"RS256\"}", CLAIMS, "RSA-2")));
    }

    @Test
    void theLastGoodOnesAreKeptForADay() throws Exception {
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = "";
        tickMs += KeyRing.FRESH_MS;
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals(2, asked, "the next try is in a minute");
        assertEquals(List.of(new KeysState("ci", 3, 1_000, 1, "it is down")), keys.states());
        tickMs = 1_000 + KeyRing.GOOD_MS;
        says(
                "503 The keys of issuer ci cannot be read now; log in later.",
                said(jwt(RS256, CLAIMS, "RSA-1")));
        page = page("RSA-1 a");
        tickMs += KeyRing.AGAIN_MS;
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals(List.of(new KeysState("ci", 1, tickMs, 2, "")), keys.states());
    }

    @Test
    void anIssuerThatIsDownIsAskedAgainSoon() throws Exception {
        var up = page;
        page = "";
        says("503 ", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = up;
        says("503 ", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals(1, asked);
        tickMs += KeyRing.FIRST_AGAIN_MS;
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not JSON",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                "{\"keys\":[7]}",
                "{\"keys\":[null]}",
                "[[[[[["
            })
    void aPageWithoutKeysIsAFailure(String odd) throws Exception {
        page = odd;
        says("503 The keys of issuer ci", said(jwt(RS256, CLAIMS, "RSA-1")));
        assertEquals(1, keys.states().getFirst().failed());
        assertNotNull(keys.wrong(odd));
    }

    @Test
    void aKeyForSomethingElseIsNotTaken() throws Exception {
        var key = (RSAPublicKey) pair("RSA-1").getPublic();
        for (var other :
                List.of(
                        new RSAKey.Builder(key).keyUse(KeyUse.ENCRYPTION),
                        new RSAKey.Builder(key).keyOperations(Set.of(KeyOperation.ENCRYPT)),
                        new RSAKey.Builder(key).algorithm(JWSAlgorithm.RS512))) {
            page = new JWKSet(other.keyID("a").build()).toString(true);
            tickMs += KeyRing.FRESH_MS;
            assertTrue(!said(jwt(RS256, CLAIMS, "RSA-1")).isEmpty(), page);
        }
    }

    @Test
    void anIssuerThatIsElsewhereNowHasOtherKeys() throws Exception {
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = page("RSA-2 a");
        var moved = issuer(new KeySource.Discovered());
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-2"), moved));
        assertEquals(2, asked);
    }

    /// Somebody has a key of the issuer. It was withdrawn there, and the issuer applied anew here.
    @Test
    void anIssuerThatIsChangedHasItsKeysReadAnew() throws Exception {
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1")));
        page = page("RSA-2 next");
        var roles = List.of(new ClaimRule("sub", "ada", "reader"));
        var changed =
                new Issuer(
                        READ.name(),
                        READ.url(),
                        READ.audience(),
                        READ.keys(),
                        READ.algorithms(),
                        READ.ttlMs(),
                        READ.subject(),
                        roles);
        says(NO_KEY + "a\"", said(jwt(RS256, CLAIMS, "RSA-1"), changed));
        assertEquals(2, asked);
    }

    @Test
    void keysInAFileAreNotRead() throws Exception {
        var given = issuer(new KeySource.Given(page));
        page = "";
        assertEquals("", said(jwt(RS256, CLAIMS, "RSA-1"), given));
        says(NO_KEY, said(jwt(RS256, CLAIMS, "RSA-2"), given));
        assertEquals(0, asked);
        assertEquals(List.of(), keys.states());
    }

    @Test
    void keysThatAreSecretDoNotBelongInAFile() throws Exception {
        assertNull(keys.wrong(page));
        var pair = pair("EC-1");
        var secret =
                new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                        .privateKey(pair.getPrivate())
                        .build();
        var wrong = keys.wrong(new JWKSet(secret).toString(false));
        assertNotNull(wrong);
        says("have a key that can sign; only public keys belong here", wrong);
        var one = "{\"keys\":[" + secret.toPublicJWK().toJSONString() + "]}";
        assertNull(keys.wrong(one));
        var many = "{\"keys\":[" + (secret.toPublicJWK().toJSONString() + ",").repeat(64);
        var tooMany = keys.wrong(many + secret.toPublicJWK().toJSONString() + "]}");
        assertNotNull(tooMany);
        says("more than 64", tooMany);
    }
}
