/// The seeded world: the real machines and the real scheduler, with fakes for the log, the link,
/// the time, the disks and the processes. One seed is one history.
@NullMarked
package dev.skerry.sim.world;

import org.jspecify.annotations.NullMarked;
