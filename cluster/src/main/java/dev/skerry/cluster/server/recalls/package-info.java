/// Recalls over HTTP: to see, to make, to lift.
@NullMarked
package dev.skerry.cluster.server.recalls;

import org.jspecify.annotations.NullMarked;
