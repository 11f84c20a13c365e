package dev.skerry.agent.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// What whoever reads the pages has to know, where not only this machine can reach them. It comes
/// in a header, or in a cookie that a browser was given for it. Only a hash of it is kept.
public final class PagesToken {
    public static final int CHARACTERS_MIN = 32;
    public static final int CHARACTERS_MAX = 256;
    private static final String BEARER = "bearer ";
    private static final String COOKIE = "skerry-node=";

    private final byte[] hash;

    private PagesToken(byte[] hash) {
        this.hash = hash;
    }

    /// Null: nobody is asked for one.
    public static @Nullable PagesToken of(String text) {
        return text.isEmpty() ? null : new PagesToken(hash(text));
    }

    /// Whether it can be one, and stand in a header: letters, digits and `-._~+/=`.
    public static boolean fits(String text) {
        if (text.length() < CHARACTERS_MIN || text.length() > CHARACTERS_MAX) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c < 128 && Character.isLetterOrDigit(c);
            if (!plain && "-._~+/=".indexOf(c) < 0) return false;
        }
        return true;
    }

    /// Takes as long for a token that begins right as for any other.
    boolean is(String text) {
        return MessageDigest.isEqual(hash, hash(text));
    }

    /// Whether whoever asks has it.
    boolean admits(Head head) {
        var bearer = head.said("authorization");
        if (bearer != null && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            return is(bearer.substring(BEARER.length()).strip());
        var cookies = head.said("cookie");
        if (cookies == null) return false;
        for (var cookie : cookies.split(";", 32)) {
            var one = cookie.strip();
            if (one.startsWith(COOKIE)) return is(one.substring(COOKIE.length()));
        }
        return false;
    }

    /// What a browser keeps until it is closed.
    static String cookie(String token) {
        return COOKIE + token + "; HttpOnly; SameSite=Strict; Path=/";
    }

    private static byte[] hash(String text) {
        try {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
