/// What a node runs its rooms by: the rooms' own parts, and the one who decides for all of them.
@NullMarked
package dev.skerry.kernel.node;

import org.jspecify.annotations.NullMarked;
