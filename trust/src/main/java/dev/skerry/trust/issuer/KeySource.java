package dev.skerry.trust.issuer;

/// Where an issuer's keys are to be had.
public sealed interface KeySource {
    /// Of the keys' text.
    int TEXT_CHARACTERS_MAX = 32 * 1024;

    /// In the issuer's file.
    ///
    /// @param jwks a JSON Web Key Set (RFC 7517) of public keys
    record Given(String jwks) implements KeySource {}

    /// At an address.
    record At(String address) implements KeySource {}

    /// At the address that stands below the issuer's own, as OpenID Connect Discovery has it.
    record Discovered() implements KeySource {}
}
