package dev.skerry.cluster.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityHead;
import dev.skerry.kernel.Malformed;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTextTest {
    private static final IdentityClaims CLAIMS =
            new IdentityClaims(
                    "urn:skerry:ab12",
                    "shop/till/main/a17",
                    List.of("skerry"),
                    1_782_864_000,
                    1_782_867_600);

    private static final String OPEN =
            IdentityText.open(IdentityText.head(IdentityHead.of("MIIB+/==")), CLAIMS);

    private static String text(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /// Others read them as well.
    @Test
    void itIsAJsonWebToken() throws Exception {
        var signature = new byte[64];
        signature[63] = 7;
        var whole = IdentityText.closed(OPEN, signature);
        var parts = whole.split("\\.", -1);
        assertEquals(3, parts.length);
        assertEquals("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"x5c\":[\"MIIB+/==\"]}", text(parts[0]));
        assertEquals(
                "{\"iss\":\"urn:skerry:ab12\",\"sub\":\"shop/till/main/a17\",\"aud\":[\"skerry\"],"
                        + "\"iat\":1782864000,\"exp\":1782867600}",
                text(parts[1]));
        assertTrue(whole.startsWith(IdentityText.BEGINS));
        var back = IdentityText.parse(whole);
        assertEquals(CLAIMS, back.claims());
        assertEquals(IdentityHead.of("MIIB+/=="), back.head());
        assertArrayEquals(OPEN.getBytes(UTF_8), back.signed());
        assertArrayEquals(signature, back.signature());
        assertEquals(
                new IdentityClaims.Subject("shop", "till", "main", "a17"), back.claims().subject());
    }

    @Test
    void whatIsNoneIsRefused() {
        var zero = base64("\0".repeat(64));
        var parts = OPEN.split("\\.", -1);
        for (var text :
                List.of(
                        "",
                        "eyJ",
                        OPEN,
                        OPEN + ".",
                        OPEN + "." + zero + ".",
                        OPEN + "." + zero + "=",
                        OPEN + "." + zero.substring(2),
                        OPEN + "." + base64("\0".repeat(65)),
                        OPEN + ". " + zero,
                        parts[0] + ".." + zero,
                        parts[0] + "." + base64("{}") + "." + zero,
                        parts[0] + "." + base64("[]") + "." + zero,
                        parts[0] + "." + base64("{\"iss\":\"x\",\"sub\":\"y\"}") + "." + zero,
                        base64("{}") + "." + parts[1] + "." + zero,
                        base64("{\"alg\":null,\"x5c\":[]}") + "." + parts[1] + "." + zero,
                        base64("{\"alg\":\"ES256\",\"x5c\":[null]}") + "." + parts[1] + "." + zero,
                        base64("[".repeat(1_000)) + "." + parts[1] + "." + zero,
                        "A".repeat(IdentityText.CHARACTERS_MAX) + "." + parts[1] + "." + zero))
            assertThrows(Malformed.class, () -> IdentityText.parse(text), text);
    }

    /// Grown from the words of identities: whoever comes may show any.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsReadOrRefused(long seed) {
        var words =
                List.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"alg\"",
                        "\"x5c\"",
                        "\"iss\"",
                        "\"sub\"",
                        "\"aud\"",
                        "\"exp\"",
                        "\"ES256\"",
                        "\"\\ud800\"",
                        "null",
                        "1e999999999",
                        "9".repeat(400),
                        "[".repeat(900),
                        "a/b/c/d",
                        "\"",
                        "\0");
        var random = new Random(seed);
        var right = OPEN.split("\\.", -1);
        for (int i = 0; i < 20_000; i++) {
            var grown = new StringBuilder("{");
            for (int word = random.nextInt(8); word > 0; word--)
                grown.append(words.get(random.nextInt(words.size())));
            var part = base64(grown.append(random.nextBoolean() ? "}" : "") + "");
            var text = random.nextBoolean() ? part + "." + right[1] : right[0] + "." + part;
            var whole = new StringBuilder(text + "." + base64("\0".repeat(64)));
            if (random.nextInt(4) == 0)
                whole.setCharAt(random.nextInt(whole.length()), (char) random.nextInt(256));
            readOrRefused(whole.toString());
        }
        for (var word : words) readOrRefused(word.repeat(1_000_000 / word.length()));
    }

    private static void readOrRefused(String text) {
        try {
            assertNotNull(IdentityText.parse(text));
        } catch (Malformed e) {
            assertFalse(String.valueOf(e.getMessage()).isBlank());
        }
    }

    @Test
    void whoNamesNoAllocationIsNobody() {
        for (var sub :
                List.of(
                        "",
                        "a",
                        "a/b/c",
                        "a/b/c/",
                        "/b/c/d",
                        "a/b/c/d/e",
                        "a/b/c/" + "d".repeat(65)))
            assertNull(new IdentityClaims("x", sub, List.of(), 0, 0).subject(), sub);
    }
}
