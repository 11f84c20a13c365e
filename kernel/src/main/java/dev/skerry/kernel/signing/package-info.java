/// What comes from outside and may have to be signed, and the port of whoever knows by whom.
@NullMarked
package dev.skerry.kernel.signing;

import org.jspecify.annotations.NullMarked;
