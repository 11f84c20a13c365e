/// What comes from outside and may have to be signed, and by which keys it is.
@NullMarked
package dev.skerry.kernel.signing;

import org.jspecify.annotations.NullMarked;
