/// When the rooms of a server are woken, as product and simulator have it.
@NullMarked
package dev.skerry.kernel.time;

import org.jspecify.annotations.NullMarked;
