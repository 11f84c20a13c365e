package dev.skerry.trust.server.signing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skerry.trust.signing.VerifyingKey;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and signatures that were made of right ones by changing bytes: each is read, or refused
/// with a sentence, and no signature that nobody has made is good.
///
/// The deadline is no measure. Work without a bound goes on for ever.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileKeysTest {
    private static final int TIMES = 300;
    private static final byte[] FILE = {1, 2, 3};
    private static final List<String> REPEATED =
            List.of(
                    "-----BEGIN PUBLIC KEY-----",
                    "-----END PUBLIC KEY-----",
                    "-",
                    " ",
                    "\n",
                    "A",
                    "=",
                    "MCow",
                    "\0");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyKeyIsReadOrRefused(long seed) throws Exception {
        var random = new Random(seed);
        for (var pair : pairs())
            for (int i = 0; i < TIMES; i++) {
                var bytes = changed(pair.getPublic().getEncoded(), random);
                var key = read(TestKeys.pem("PUBLIC KEY", bytes));
                if (key == null) continue;
                var signature = new byte[random.nextInt(600)];
                random.nextBytes(signature);
                assertFalse(SignatureCheck.byAlgorithm(key, FILE, signature));
            }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anySignatureIsLookedAt(long seed) throws Exception {
        var random = new Random(seed);
        for (var pair : pairs()) {
            var key = PublicKeyText.parse("release", TestKeys.pem(pair));
            for (int i = 0; i < TIMES; i++) {
                var signature = new byte[random.nextInt(600)];
                if (random.nextBoolean()) random.nextBytes(signature);
                if (signature.length > 2 && random.nextBoolean()) {
                    signature[0] = 0x30; // as DER begins, with any length
                    signature[1] = (byte) random.nextInt(256);
                }
                assertFalse(SignatureCheck.byAlgorithm(key, FILE, signature));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    void aWordThatComesAgainAndAgainIsRefused(int times) {
        for (var word : REPEATED)
            for (var start : List.of("", "-----BEGIN PUBLIC KEY-----\n", "\n \n"))
                assertDoesNotThrow(() -> read(start + word.repeat(times)), word);
    }

    private static List<KeyPair> pairs() throws Exception {
        return List.of(TestKeys.ed25519(), TestKeys.curve("secp256r1"), TestKeys.rsa(2_048));
    }

    /// A few bytes, and at times its length.
    private static byte[] changed(byte[] whole, Random random) {
        int length = random.nextInt(4) > 0 ? whole.length : random.nextInt(2 * whole.length);
        var bytes = Arrays.copyOf(whole, length);
        for (int n = random.nextInt(1, 4); n > 0 && length > 0; n--)
            bytes[random.nextInt(length)] = (byte) random.nextInt(256);
        return bytes;
    }

    private static @Nullable VerifyingKey read(String pem) {
        try {
            return PublicKeyText.parse("release", pem);
        } catch (PublicKeyText.NoKey e) {
            assertFalse(e.rest().isBlank());
            return null;
        }
    }
}
