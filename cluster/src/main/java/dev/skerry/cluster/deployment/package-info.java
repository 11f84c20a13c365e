/// How far a new version of a job has come, and what may change next. Counted from the state; it
/// keeps nothing.
@NullMarked
package dev.skerry.cluster.deployment;

import org.jspecify.annotations.NullMarked;
