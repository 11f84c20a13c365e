/// What people write and machines are in the seeded world, by chance.
@NullMarked
package dev.skerry.sim.cluster.random;

import org.jspecify.annotations.NullMarked;
