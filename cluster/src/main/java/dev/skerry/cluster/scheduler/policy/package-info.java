/// What the policies of a group say of single allocations: who stays, and who comes again when.
@NullMarked
package dev.skerry.cluster.scheduler.policy;

import org.jspecify.annotations.NullMarked;
