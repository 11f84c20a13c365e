/// What the servers know of tokens and roles, as immutable values.
@NullMarked
package dev.skerry.trust.state;

import org.jspecify.annotations.NullMarked;
