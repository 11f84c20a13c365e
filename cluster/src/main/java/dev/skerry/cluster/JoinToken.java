package dev.skerry.cluster;

/// The right to join once. Only a hash of its secret is kept.
///
/// @param hash SHA-256 of the secret in hexadecimal
/// @param pool the node pool that a new node will belong to
/// @param expiresTickMs when it ends on the servers' clock, ...
/// @param expiresWallMs ... or by the wall clock, which goes on while no server runs
/// @param usedBy the node that has used it; empty: not used
/// @param node the known node whose place it is made to take; empty: it lets a new node in
/// @param key the public key that it was used with; with any other it is dead
public record JoinToken(
        String hash,
        String pool,
        long expiresTickMs,
        long expiresWallMs,
        String usedBy,
        String node,
        String key) {
    /// Of the hash, as many characters name a joining.
    private static final int JOINING_CHARACTERS = 16;

    /// Names the joining that a token was spent on: it is spent on one only.
    public static String joining(String hash) {
        return hash.substring(0, Math.min(hash.length(), JOINING_CHARACTERS));
    }

    public JoinToken { // a log of before there were the last two has none of them
        node = node == null ? "" : node;
        key = key == null ? "" : key;
    }
}
