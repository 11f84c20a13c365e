/// The servers' side of the cluster: its HTTP routes, its expressions, its answers.
@NullMarked
package dev.skerry.cluster.server;

import org.jspecify.annotations.NullMarked;
