/// Several servers as real processes, each in a network of its own, and what goes wrong with them.
@NullMarked
package dev.skerry.bench.faults;

import org.jspecify.annotations.NullMarked;
