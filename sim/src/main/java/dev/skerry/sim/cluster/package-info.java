/// Nodes, jobs and allocations in the seeded world: what people and machines do there, and what
/// must hold of it.
@NullMarked
package dev.skerry.sim.cluster;

import org.jspecify.annotations.NullMarked;
