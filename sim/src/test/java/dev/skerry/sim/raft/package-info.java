@NullMarked
package dev.skerry.sim.raft;

import org.jspecify.annotations.NullMarked;
