/// Issuers, on whose word callers get tokens.
@NullMarked
package dev.skerry.cli.issuer;

import org.jspecify.annotations.NullMarked;
