@NullMarked
package dev.skerry.cluster.metrics;

import org.jspecify.annotations.NullMarked;
