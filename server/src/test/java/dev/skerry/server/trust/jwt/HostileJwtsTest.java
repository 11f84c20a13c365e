package dev.skerry.server.trust.jwt;

import static dev.skerry.server.trust.jwt.TestIssuer.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import dev.skerry.http.Declined;
import dev.skerry.trust.issuer.ClaimRule;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.issuer.KeySource;
import dev.skerry.trust.issuer.Recognition;
import dev.skerry.trust.issuer.SigningAlgorithm;
import dev.skerry.trust.server.issuers.WrongJwt;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JWTs and pages of keys grown from the words of both: whoever comes may show any. Each is taken
/// or refused with a sentence, and none that its issuer has not signed is taken.
///
/// The deadline is no measure. Work without a bound goes on for ever.
class HostileJwtsTest {
    private static final int TEXTS = 2_000;
    private static final long DEADLINE_SECONDS = 60;

    /// More than a JWT may have, and than a page of keys.
    private static final int CHARACTERS_MAX = 2_000_000;

    private static final List<String> KEYS =
            List.of(
                    "alg", "kid", "typ", "cty", "crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t",
                    "enc", "zip", "iss", "sub", "aud", "exp", "nbf", "iat", "groups", "kty", "n",
                    "e", "crv", "x", "y", "k", "d", "use", "key_ops", "keys", "\\u0000");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e999999999",
                    "-1e-999999999",
                    "9".repeat(5_000),
                    "0." + "1".repeat(5_000),
                    "NaN",
                    "\"\"",
                    "\"RS256\"",
                    "\"ES256\"",
                    "\"EdDSA\"",
                    "\"none\"",
                    "\"HS256\"",
                    "\"RSA\"",
                    "\"EC\"",
                    "\"OKP\"",
                    "\"oct\"",
                    "\"P-256\"",
                    "\"Ed25519\"",
                    "\"sig\"",
                    "\"a\"",
                    "\"AQAB\"",
                    "\"" + "A".repeat(3_000) + "\"",
                    "\"https://ci.example.org\"",
                    "\"skerry\"",
                    "\"\\ud800\"",
                    "\"\\u12\"",
                    "\"",
                    "[",
                    "{}");
    private static final List<String> REPEATED =
            List.of("[", "{", "{\"a\":", "[[],", "\"", "\\", "9", "-", ",", ".", "A", "=", "\0");

    private String page = new JWKSet(TestIssuer.jwk("RSA-1", "a")).toString(true);
    private long tickMs;
    private final NimbusKeys keys = new NimbusKeys(_ -> page);
    private final Issuer issuer =
            new Issuer(
                    "ci",
                    "https://ci.example.org",
                    "skerry",
                    new KeySource.At("https://ci.example.org/keys"),
                    SigningAlgorithm.USUAL,
                    Issuer.TTL_DEFAULT_MS,
                    "sub",
                    List.of(new ClaimRule("groups", "*", "reader")));

    private final PrintStream err = System.err;

    /// What the server says of each page is a line.
    @BeforeEach
    void listenToNoLines() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    }

    @AfterEach
    void listenAgain() {
        System.setErr(err);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsRefused(long seed) throws Exception {
        var random = new Random(seed);
        within(() -> {
            for (int i = 0; i < TEXTS; i++) {
                var header = random.nextBoolean() ? "{\"alg\":\"RS256\"}" : object(random);
                var signature = "A".repeat(random.nextInt(400));
                refused(
                        broken(
                                text(header) + "." + text(object(random)) + "." + signature,
                                random));
            }
            return null;
        });
    }

    /// What the issuer itself has signed, whatever that is.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyClaimsAreLookedAt(long seed) throws Exception {
        var random = new Random(seed);
        within(() -> {
            for (int i = 0; i < TEXTS / 10; i++) {
                var claims = object(random).replaceFirst("}$", "");
                var comma = claims.equals("{") ? "" : ",";
                var whole = claims + comma + "\"iss\":\"https://ci.example.org\"}";
                recognised(TestIssuer.jwt("{\"alg\":\"RS256\"}", whole, "RSA-1"));
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyPageOfKeysIsRead(long seed) throws Exception {
        var random = new Random(seed);
        var jwt = TestIssuer.jwt("{\"alg\":\"EdDSA\"}", "{\"sub\":\"ada\"}", "Ed25519-1");
        within(() -> {
            for (int i = 0; i < TEXTS; i++) {
                var key = random.nextBoolean() ? object(random) : value(random, 3);
                page = broken("{\"keys\":[" + key + "]}", random);
                tickMs += KeyRing.GOOD_MS;
                refused(jwt);
                told(keys.wrong(page));
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 1_000_000})
    void aWordThatComesAgainAndAgainIsRefused(int times) throws Exception {
        var jwt = TestIssuer.jwt("{\"alg\":\"EdDSA\"}", "{\"sub\":\"ada\"}", "Ed25519-1");
        within(() -> {
            for (var word : REPEATED) {
                var many = word.repeat(Math.min(times, CHARACTERS_MAX / word.length()));
                refused(many);
                refused(text(many) + ".e30.AAAA");
                refused(text("{\"alg\":\"RS256\",\"a\":" + many) + ".e30.AAAA");
                refused(text("{\"alg\":\"RS256\"}") + "." + text("{\"a\":" + many) + ".AAAA");
                refused(text("{\"alg\":\"RS256\"}") + ".e30." + many);
                for (var start : List.of("", "{\"keys\":", "{\"keys\":[{\"kty\":\"RSA\",\"n\":")) {
                    page = start + many;
                    tickMs += KeyRing.GOOD_MS;
                    refused(jwt);
                    told(keys.wrong(page));
                }
            }
            return null;
        });
    }

    private void refused(String jwt) throws Exception {
        try {
            keys.claimedUrl(jwt);
        } catch (WrongJwt e) {
            told(e.sentence());
        }
        try {
            keys.signed(jwt, issuer, tickMs);
            throw new AssertionError("it is taken: " + jwt);
        } catch (WrongJwt e) {
            told(e.sentence());
        } catch (Declined e) {
            told(e.problem().detail());
        }
    }

    private void recognised(String jwt) throws Exception {
        try {
            var claims = keys.signed(jwt, issuer, tickMs);
            assertFalse(
                    Recognition.of(issuer, claims, 0) instanceof Recognition.Known known
                            && known.name().equals("ci/"));
        } catch (WrongJwt e) {
            told(e.sentence());
        } catch (Declined e) {
            told(e.problem().detail());
        }
    }

    private static void told(@Nullable String sentence) {
        if (sentence == null) return; // such a page would do
        assertFalse(sentence.isBlank());
        assertTrue(sentence.length() < 1_000, sentence);
    }

    private static String object(Random random) {
        var text = new StringBuilder("{");
        for (int entry = random.nextInt(5); entry > 0; entry--)
            text.append('"')
                    .append(one(KEYS, random))
                    .append("\":")
                    .append(value(random, 3))
                    .append(entry > 1 ? "," : "");
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 3 : 5);
        if (kind < 3) return one(VALUES, random);
        return kind == 3 ? "[" + value(random, depth - 1) + "]" : object(random);
    }

    private static String broken(String text, Random random) {
        if (text.isEmpty() || random.nextInt(3) > 0) return text;
        int at = random.nextInt(text.length());
        var word = one(REPEATED, random).repeat(random.nextInt(1, 80));
        return text.substring(0, at) + word + text.substring(random.nextBoolean() ? at : at + 1);
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /// On a thread of its own: whatever comes out of it, an error too, fails the test.
    private static void within(Callable<Object> work) throws Exception {
        var done = new FutureTask<>(work);
        var thread = Thread.ofPlatform().daemon().start(done);
        try {
            done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            var stuck = new AssertionError("no end", e);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
    }
}
