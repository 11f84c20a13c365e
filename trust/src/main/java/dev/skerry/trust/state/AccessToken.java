package dev.skerry.trust.state;

import dev.skerry.kernel.Now;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a caller is known by. Its text is shown once, to whoever made it, and kept nowhere.
///
/// @param id 12 hexadecimal digits; stands in the token's text and in the log
/// @param name for people, as [dev.skerry.kernel.Text#word] has it, and no two such tokens have the
///   same; of one that an issuer has caused the issuer's name, a slash, and who it is there:
///   `ci/shop`, which many can have
/// @param hash SHA-256 of the secret in its text, hexadecimal
/// @param roles by their names
/// @param expiresTickMs from when on it is worth nothing, on the servers' clock ...
/// @param expiresWallMs ... or by the wall clock, which goes on while no server runs
/// @param issuer on whose word it was given, and as long as that one stays as it is; null: somebody
///   who may has made it
public record AccessToken(
        String id,
        String name,
        String hash,
        List<String> roles,
        long createdWallMs,
        long expiresWallMs,
        long expiresTickMs,
        @Nullable String issuer) {
    /// The name of the token that servers make at their first start.
    public static final String FIRST = "first";

    public AccessToken {
        roles = List.copyOf(roles);
    }

    /// One that somebody who may has made.
    public AccessToken(
            String id,
            String name,
            String hash,
            List<String> roles,
            long createdWallMs,
            long expiresWallMs,
            long expiresTickMs) {
        this(id, name, hash, roles, createdWallMs, expiresWallMs, expiresTickMs, null);
    }

    /// What it is sorted by: its name, and where others can have that too, its id.
    public String key() {
        return issuer == null ? name : name + "/" + id;
    }

    /// Whether the text can be an id.
    public static boolean id(String text) {
        return hexadecimal(text, 12);
    }

    /// Whether the text can be a hash.
    public static boolean hash(String text) {
        return hexadecimal(text, 64);
    }

    private static boolean hexadecimal(String text, int digits) {
        return text.length() == digits
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// Whether it is worth nothing any more, by either clock.
    public boolean expired(Now now) {
        return forgettable(now) || now.wallMs() >= expiresWallMs;
    }

    /// The wall clock may have been wrong, and the token is worth something again when it is right:
    /// what shall be forgotten has expired by the servers' clock.
    public boolean forgettable(Now now) {
        return now.tickMs() >= expiresTickMs;
    }

    /// For how long it is worth something, by the clock that ends it first.
    public long leftMs(Now now) {
        return Math.min(expiresTickMs - now.tickMs(), expiresWallMs - now.wallMs());
    }

    /// On the servers' clock.
    long createdTickMs() {
        return expiresTickMs - (expiresWallMs - createdWallMs);
    }

    /// Without the hash, which is nobody's business.
    @Override
    public String toString() {
        return "token " + id + " " + name + " " + roles;
    }
}
