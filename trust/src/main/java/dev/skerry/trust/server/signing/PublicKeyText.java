package dev.skerry.trust.server.signing;

import dev.skerry.trust.signing.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Public keys as people have them: in PEM (RFC 7468).
final class PublicKeyText {
    static final String SHOULD =
            "a public key in PEM, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----;"
                    + " `openssl pkey -in KEY -pubout` prints it";

    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)"
                            + "-----END PUBLIC KEY-----\\s*");

    /// All keys of these two kinds begin so, and have so many bytes.
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] P_256 =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final int RSA_BITS_MIN = 2_048;
    private static final int RSA_BITS_MAX = 4_096;

    private PublicKeyText() {}

    /// Why a text is no key that can be taken.
    static final class NoKey extends Exception {
        private static final long serialVersionUID = 1;

        /// @param rest of the sentence after the key's name
        NoKey(String rest) {
            super(rest);
        }

        String rest() {
            return String.valueOf(getMessage());
        }
    }

    /// What a key can do.
    ///
    /// @param signature its algorithm, as Java calls it
    record Usable(PublicKey key, String signature) {}

    /// The key in the text, one text for one key, however it was written.
    ///
    /// @param name that it shall have
    static VerifyingKey parse(String name, String text) throws NoKey {
        if (text.contains("BEGIN CERTIFICATE"))
            throw new NoKey(
                    "is a certificate; should be its public key: `openssl x509 -in FILE -pubkey"
                            + " -noout` prints it");
        var pem = PEM.matcher(text);
        if (!pem.matches()) throw new NoKey("should be " + SHOULD);
        byte[] bytes;
        try {
            bytes =
                    Base64.getMimeDecoder()
                            .decode(pem.group(1).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new NoKey("is damaged: between its first and last line stands no base64");
        }
        SoundKey.check(usable(bytes).key(), bytes);
        return new VerifyingKey(name, Base64.getEncoder().encodeToString(bytes));
    }

    /// The key in these bytes.
    static Usable usable(byte[] bytes) throws NoKey {
        try {
            if (begins(bytes, ED25519, 32)) return new Usable(key("Ed25519", bytes), "Ed25519");
            if (begins(bytes, P_256, 65)) return new Usable(key("EC", bytes), "SHA256withECDSA");
            return rsa(key("RSA", bytes));
        } catch (GeneralSecurityException _) {
            throw new NoKey("should be a key of Ed25519, of ECDSA on P-256, or of RSA");
        }
    }

    private static Usable rsa(PublicKey key) throws NoKey {
        int bits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 0;
        if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX)
            throw new NoKey(
                    "is an RSA key of %d bits; should have %d to %d"
                            .formatted(bits, RSA_BITS_MIN, RSA_BITS_MAX));
        return new Usable(key, "SHA256withRSA");
    }

    private static boolean begins(byte[] bytes, byte[] head, int more) {
        return bytes.length == head.length + more
                && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }

    private static PublicKey key(String algorithm, byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
    }
}
