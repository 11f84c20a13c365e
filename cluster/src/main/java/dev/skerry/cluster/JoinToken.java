package dev.skerry.cluster;

/// The right to join once. Only a hash of its secret is kept.
///
/// @param hash SHA-256 of the secret in hexadecimal
/// @param pool the node pool that the node will belong to
/// @param expiresTickMs when it ends on the servers' clock, ...
/// @param expiresWallMs ... or by the wall clock, which goes on while no server runs
/// @param usedBy the node that has used it; empty: not used
public record JoinToken(
        String hash, String pool, long expiresTickMs, long expiresWallMs, String usedBy) {}
