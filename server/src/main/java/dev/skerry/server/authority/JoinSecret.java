package dev.skerry.server.authority;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// What a node shows to join, once.
///
/// @param secret 32 random bytes, hexadecimal
/// @param authority SHA-256 of the authority's certificate, hexadecimal: whom the node may trust
public record JoinSecret(String secret, String authority) {
    private static final int SECRET_BYTES = 32;

    static JoinSecret fresh(SecureRandom random, String authority) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new JoinSecret(HexFormat.of().formatHex(secret), authority);
    }

    /// As it is given to people: it is shown once and kept nowhere.
    public String text() {
        return secret + "." + authority;
    }

    /// What the cluster keeps of it.
    public String hash() {
        return hash(secret);
    }

    /// SHA-256 of a secret's text, hexadecimal.
    public static String hash(String secret) {
        return HexFormat.of().formatHex(sha256(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "JoinSecret[…]";
    }
}
