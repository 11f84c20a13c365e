package dev.skerry.trust.server.signing;

import dev.skerry.trust.signing.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.Signature;

/// Whether a signature is good: a function of key, bytes and signature, which Java computes.
///
/// | key   | signature                                                                           |
/// |-------|-------------------------------------------------------------------------------------|
/// | Ed25519 | over the bytes themselves: `openssl pkeyutl -sign -rawin`                         |
/// | P-256 | ECDSA over their SHA-256, in DER: `openssl dgst -sha256 -sign`                      |
/// | RSA   | PKCS #1 v1.5 over their SHA-256: `openssl dgst -sha256 -sign`                       |
@FunctionalInterface
public interface SignatureCheck {
    boolean good(VerifyingKey key, byte[] bytes, byte[] signature);

    /// By the algorithms above.
    static boolean byAlgorithm(VerifyingKey key, byte[] bytes, byte[] signature) {
        try {
            var usable = PublicKeyText.usable(key.bytes());
            var check = Signature.getInstance(usable.signature());
            check.initVerify(usable.key());
            check.update(bytes);
            return check.verify(signature);
        } catch (PublicKeyText.NoKey | GeneralSecurityException _) {
            return false; // what has no form of a signature is none
        }
    }
}
