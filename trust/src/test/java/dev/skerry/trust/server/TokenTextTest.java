package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.trust.state.AccessToken;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTextTest {
    private static final String SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDE-_";
    private static final String TEXT = "skerry_0123456789ab_" + SECRET;

    static TokenText text(String text) {
        var token = TokenText.parse(text);
        if (token == null) throw new AssertionError(text);
        return token;
    }

    private static AccessToken kept(String hash) {
        return new AccessToken("0123456789ab", "ci", hash, List.of("reader"), 0, 1, 1);
    }

    @Test
    void itHasAnIdAndASecretOfWhichOnlyAHashIsKept() {
        var token = text(TEXT);
        assertEquals("0123456789ab", token.id());
        assertEquals(TEXT, token.text());
        assertEquals(
                "b66d8f2b0b9ec1e3ae56e8a2f6f2bd10c4d1a7a5c0a8f3fce6d5c6ef1b2a1c9d".length(),
                token.hash().length());
        assertTrue(AccessToken.hash(token.hash()));
        assertFalse(token.hash().contains(SECRET));
    }

    @Test
    void freshOnesAreRightAndDiffer() {
        var random = new SecureRandom();
        var one = TokenText.fresh(random);
        var other = TokenText.fresh(random);
        assertEquals(one, TokenText.parse(one.text()));
        assertNotEquals(one, other);
        assertNotEquals(one.id(), other.id());
        assertEquals(63, one.text().length());
    }

    @Test
    void itIsThatTokenOnlyWhoseHashItHas() {
        var token = text(TEXT);
        assertTrue(token.is(kept(token.hash())));
        assertFalse(token.is(kept("0".repeat(64))));
        for (int i = 0; i < 64; i++) assertFalse(token.is(kept(otherAt(i, token.hash()))), i + "");
        assertFalse(token.is(null));
    }

    /// The same but for one digit.
    private static String otherAt(int index, String hash) {
        char other = hash.charAt(index) == '0' ? '1' : '0';
        return hash.substring(0, index) + other + hash.substring(index + 1);
    }

    @Test
    void whatIsMistypedIsNoToken() {
        assertNotNull(TokenText.parse(TEXT));
        for (var wrong :
                List.of(
                        "",
                        "skerry_",
                        TEXT + "x",
                        TEXT.substring(1),
                        TEXT.substring(0, TEXT.length() - 1),
                        TEXT.replace("skerry_", "Skerry_"),
                        TEXT.replace("0123456789ab_", "0123456789AB_"),
                        TEXT.replace("0123456789ab_", "0123456789ag_"),
                        TEXT.replace("ab_", "ab-"),
                        TEXT.replace("-_", "-."),
                        TEXT.replace("-_", "-ä"),
                        TEXT + "\n",
                        " " + TEXT)) assertNull(TokenText.parse(wrong), wrong);
    }

    @Test
    void itsWordsHaveNoSecret() {
        assertEquals("token 0123456789ab", text(TEXT).toString());
        var created = new TokenAnswers.Created("0123456789ab", "ci", List.of(), "", TEXT);
        assertEquals("token 0123456789ab", created.toString());
    }
}
