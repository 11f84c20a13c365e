/// Deployments over HTTP: to see, to promote, to fail, to halt.
@NullMarked
package dev.skerry.cluster.server.deployments;

import org.jspecify.annotations.NullMarked;
