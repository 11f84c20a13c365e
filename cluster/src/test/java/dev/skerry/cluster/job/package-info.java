@NullMarked
package dev.skerry.cluster.job;

import org.jspecify.annotations.NullMarked;
