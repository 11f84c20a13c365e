package dev.skerry.trust.state;

import java.util.List;

/// What a caller is known by. Its text is shown once, to whoever made it, and kept nowhere.
///
/// @param id 12 hexadecimal digits; stands in the token's text and in the log
/// @param name for people, as [dev.skerry.kernel.Text#word] has it; no two tokens have the same
/// @param hash SHA-256 of the secret in its text, hexadecimal
/// @param roles by their names
/// @param expiresWallMs for people; what counts is the tick
/// @param expiresTickMs from when on it is worth nothing, on the servers' clock, which stands still
///   while no server runs
public record AccessToken(
        String id,
        String name,
        String hash,
        List<String> roles,
        long createdWallMs,
        long expiresWallMs,
        long expiresTickMs) {
    /// The name of the token that servers make at their first start.
    public static final String FIRST = "first";

    public AccessToken {
        roles = List.copyOf(roles);
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

    public boolean expired(long tickMs) {
        return tickMs >= expiresTickMs;
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
