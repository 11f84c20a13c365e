@NullMarked
package dev.skerry.cluster.agent;

import org.jspecify.annotations.NullMarked;
