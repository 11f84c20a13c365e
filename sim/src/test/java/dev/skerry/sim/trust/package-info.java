@NullMarked
package dev.skerry.sim.trust;

import org.jspecify.annotations.NullMarked;
