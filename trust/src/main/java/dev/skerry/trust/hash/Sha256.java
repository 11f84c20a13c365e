package dev.skerry.trust.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, which every JDK has.
public final class Sha256 {
    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    public Sha256 add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /// Of its UTF-8.
    public Sha256 add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Of a number that tells where something ends.
    public Sha256 add(int number) {
        for (int shift = 24; shift >= 0; shift -= 8) digest.update((byte) (number >> shift));
        return this;
    }

    /// Hexadecimal, of all that was added.
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
