package dev.skerry.trust.server;

import dev.skerry.trust.hash.Sha256;
import dev.skerry.trust.state.AccessToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What a caller shows: `skerry_`, the token's id, `_` and its secret in 43 characters. Whoever
/// searches for tokens that got lost in files finds them by their first word.
///
/// Its text goes to whoever made the token, into a cookie, or to whoever starts a server; nothing
/// else shows it.
public final class TokenText {
    static final String SHOULD =
            "skerry_, 12 hexadecimal digits, _ and 43 letters, digits, hyphens or underscores";

    private static final String FIRST = "skerry_";
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_AT = FIRST.length() + 2 * ID_BYTES + 1;
    private static final int CHARACTERS = SECRET_AT + 43;

    private static final Base64.Encoder SECRETS = Base64.getUrlEncoder().withoutPadding();

    /// In place of the hash of a token that is not there: so it takes as long to say no.
    private static final String NO_HASH = "0".repeat(64);

    private final String text;

    private TokenText(String text) {
        this.text = text;
    }

    /// A new one.
    public static TokenText fresh(SecureRandom random) {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new TokenText(FIRST + HexFormat.of().formatHex(id) + "_" + secret(random));
    }

    /// What cannot be guessed, as text.
    static String secret(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return SECRETS.encodeToString(secret);
    }

    /// The token in the text; null: it is mistyped, for no token looks so.
    public static @Nullable TokenText parse(String text) {
        boolean right =
                text.length() == CHARACTERS
                        && text.startsWith(FIRST)
                        && text.charAt(SECRET_AT - 1) == '_'
                        && AccessToken.id(text.substring(FIRST.length(), SECRET_AT - 1))
                        && text.substring(SECRET_AT).chars().allMatch(TokenText::ofSecret);
        return right ? new TokenText(text) : null;
    }

    private static boolean ofSecret(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /// The whole text, for whoever may have it.
    public String text() {
        return text;
    }

    public String id() {
        return text.substring(FIRST.length(), SECRET_AT - 1);
    }

    /// What the servers keep of its secret.
    public String hash() {
        return hash(text.substring(SECRET_AT));
    }

    /// SHA-256 of a secret's text, hexadecimal. The secrets are drawn from so many that nobody goes
    /// through them, so a slow hash would only slow down those who are right.
    static String hash(String secret) {
        return new Sha256().add(secret).hex();
    }

    /// Whether it is that token's; how long that takes says nothing.
    ///
    /// @param token null: there is none of that id
    boolean is(@Nullable AccessToken token) {
        var kept = (token == null ? NO_HASH : token.hash()).getBytes(StandardCharsets.US_ASCII);
        boolean same = MessageDigest.isEqual(kept, hash().getBytes(StandardCharsets.US_ASCII));
        return same && token != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenText that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.US_ASCII),
                        that.text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "token " + id();
    }
}
