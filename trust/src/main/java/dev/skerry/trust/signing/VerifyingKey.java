package dev.skerry.trust.signing;

import dev.skerry.trust.hash.Sha256;
import java.util.Base64;

/// A public key that signatures are verified with.
///
/// @param name for people, as [dev.skerry.kernel.Text#word] has it
/// @param spki the key itself (SubjectPublicKeyInfo, RFC 5280), in base64 without ends of lines
public record VerifyingKey(String name, String spki) {
    /// Of a key's base64: RSA with 4,096 bits has 736.
    public static final int CHARACTERS_MAX = 1_024;

    /// The key's bytes.
    ///
    /// @throws IllegalArgumentException when it is no base64; [SigningBounds] refuses such a one
    public byte[] bytes() {
        return Base64.getDecoder().decode(spki);
    }

    /// SHA-256 of its bytes, hexadecimal: what it is known by, whatever it is called.
    public String fingerprint() {
        return new Sha256().add(bytes()).hex();
    }
}
