@NullMarked
package dev.skerry.cluster.server;

import org.jspecify.annotations.NullMarked;
