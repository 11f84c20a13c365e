/// Signatures of JWTs and the keys of issuers. It alone knows the library that reads both, and it
/// alone asks an issuer for its keys.
@NullMarked
package dev.skerry.server.trust.jwt;

import org.jspecify.annotations.NullMarked;
