/// A room that somebody has written wrong, among the rooms of the product.
@NullMarked
package dev.skerry.sim.odd;

import org.jspecify.annotations.NullMarked;
