package dev.skerry.trust.issuer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a JWT can be signed (RFC 7518, RFC 8037). Only pairs of keys are among them: who can check a
/// signature of another kind can make one, and `none` is no signature.
public enum SigningAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512,
    EDDSA;

    /// Where an issuer's file names none.
    public static final List<SigningAlgorithm> USUAL = List.of(RS256, ES256, EDDSA);

    /// As JWTs have it.
    public String word() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /// The one of that word; null: there is none.
    public static @Nullable SigningAlgorithm of(String word) {
        for (var each : values()) if (each.word().equals(word)) return each;
        return null;
    }
}
