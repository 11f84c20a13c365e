/// The simulator's own replicated log: what Apache Ratis is to the product, as a value.
@NullMarked
package dev.skerry.sim.raft;

import org.jspecify.annotations.NullMarked;
