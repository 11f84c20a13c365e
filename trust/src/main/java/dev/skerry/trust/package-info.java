/// Who may do what: tokens by which callers are known, and roles that say what they may.
@NullMarked
package dev.skerry.trust;

import org.jspecify.annotations.NullMarked;
