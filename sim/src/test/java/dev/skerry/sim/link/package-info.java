/// The node's end of the link against servers that behave badly.
@NullMarked
package dev.skerry.sim.link;

import org.jspecify.annotations.NullMarked;
