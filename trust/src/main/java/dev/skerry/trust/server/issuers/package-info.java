/// Log-in by the word of others: issuers over HTTP, their files, and the exchange of a JWT for a
/// token. Signatures and keys are behind [JwtKeys].
@NullMarked
package dev.skerry.trust.server.issuers;

import org.jspecify.annotations.NullMarked;
