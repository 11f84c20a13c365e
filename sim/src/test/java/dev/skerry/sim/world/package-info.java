@NullMarked
package dev.skerry.sim.world;

import org.jspecify.annotations.NullMarked;
