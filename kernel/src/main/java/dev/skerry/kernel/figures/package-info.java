/// Figures in the form that Prometheus reads, for servers and nodes.
@NullMarked
package dev.skerry.cluster.metrics;

import org.jspecify.annotations.NullMarked;
