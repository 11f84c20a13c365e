/// Decides what runs where: a snapshot goes in, a plan comes out. It keeps nothing.
@NullMarked
package dev.skerry.cluster.scheduler;

import org.jspecify.annotations.NullMarked;
