/// The whole, as its users have it: real processes of server and agents, real links, real tasks.
@NullMarked
package dev.skerry.sim.e2e;

import org.jspecify.annotations.NullMarked;
