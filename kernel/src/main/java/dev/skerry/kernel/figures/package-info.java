/// Figures in the form that Prometheus reads, of servers and nodes, whichever room they are of.
@NullMarked
package dev.skerry.kernel.figures;

import org.jspecify.annotations.NullMarked;
