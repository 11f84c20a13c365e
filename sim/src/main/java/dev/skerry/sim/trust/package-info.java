/// Tokens, roles and the audit in the simulated world.
@NullMarked
package dev.skerry.sim.trust;

import org.jspecify.annotations.NullMarked;
