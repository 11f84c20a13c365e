package dev.skerry.agent.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Digests of what belongs to images: `sha256:` and 64 hexadecimal digits.
final class Digests {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern FORM = Pattern.compile(ALGORITHM + "[0-9a-f]{64}");
    private static final int NAME_DIGITS = 32;

    private Digests() {}

    static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String of(byte[] bytes) {
        return text(fresh().digest(bytes));
    }

    static String text(byte[] sum) {
        return ALGORITHM + HexFormat.of().formatHex(sum);
    }

    static boolean is(String text) {
        return FORM.matcher(text).matches();
    }

    /// @param what begins the sentence: "its config"
    static void check(String what, String told, String seen) throws IOException {
        if (told.equals(seen)) return;
        throw ImageTrouble.bad(what + " is " + seen + ", and not " + told + " as it should be");
    }

    /// What stands behind the algorithm.
    static String hex(String digest) {
        return digest.substring(ALGORITHM.length());
    }

    /// The name of the folder of the layer with that digest when it is unpacked.
    static String layer(String digest) {
        return hex(digest).substring(0, NAME_DIGITS);
    }
}
