/// What tasks of the drivers cost: to start, and to keep.
@NullMarked
package dev.skerry.bench.tasks;

import org.jspecify.annotations.NullMarked;
