/// The command of the simulator: replays histories of the seeded world.
@NullMarked
package dev.skerry.sim;

import org.jspecify.annotations.NullMarked;
