/// By what tokens, keys and lines of the audit are known.
@NullMarked
package dev.skerry.trust.hash;

import org.jspecify.annotations.NullMarked;
