/// What the servers know of callers and signing rules, as immutable values.
@NullMarked
package dev.skerry.trust.state;

import org.jspecify.annotations.NullMarked;
