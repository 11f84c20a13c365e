/// Nodes, jobs and allocations: what should run, and what does.
@NullMarked
package dev.skerry.cluster;

import org.jspecify.annotations.NullMarked;
