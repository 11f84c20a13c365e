/// Who belongs to the control plane, in the simulated world.
@NullMarked
package dev.skerry.sim.servers;

import org.jspecify.annotations.NullMarked;
