/// The whole, as users start it: real processes, real time, the public commands only.
@NullMarked
package dev.skerry.sim.whole;

import org.jspecify.annotations.NullMarked;
