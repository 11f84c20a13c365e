/// Signing rules over HTTP, their files, and how signatures are looked at: the one place that knows
/// algorithms.
@NullMarked
package dev.skerry.trust.server.signing;

import org.jspecify.annotations.NullMarked;
