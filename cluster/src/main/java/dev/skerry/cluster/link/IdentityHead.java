package dev.skerry.cluster.link;

import java.util.List;
import java.util.Objects;

/// By whose key, and in which way, an identity is signed: the header of a JSON Web Token.
///
/// @param alg as RFC 7518 has it
/// @param x5c the certificate for the key: DER in base64, as RFC 7515 has it; one
public record IdentityHead(String alg, String typ, List<String> x5c) {
    /// ECDSA with P-256 and SHA-256: 32 bytes and 32 bytes.
    public static final String ES256 = "ES256";

    public IdentityHead {
        Objects.requireNonNull(alg, "alg"); // it comes from outside
        x5c = List.copyOf(x5c);
    }

    /// Signed as all are.
    public static IdentityHead of(String certificate) {
        return new IdentityHead(ES256, "JWT", List.of(certificate));
    }
}
