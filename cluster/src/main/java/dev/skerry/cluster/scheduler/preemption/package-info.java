/// Whose room work of higher priority may take, and whose it takes.
@NullMarked
package dev.skerry.cluster.scheduler.preemption;

import org.jspecify.annotations.NullMarked;
