/// What holds for every file of Skerry: its tidiness, its architecture and its launcher.
@NullMarked
package dev.skerry.sim.rules;

import org.jspecify.annotations.NullMarked;
