@NullMarked
package dev.skerry.sim.servers;

import org.jspecify.annotations.NullMarked;
